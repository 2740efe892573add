import { z } from 'zod'
import { id, name, version, visibleText } from '../primitives.ts'

/** Placeholders that a canned reply may leave open until an agent uses it. */
export const placeholders = [
  'contact.name',
  'contact.firstName',
  'agent.name',
  'agent.firstName',
  'department.name',
  'channel.name',
  'referenceNumber'
] as const
export type Placeholder = (typeof placeholders)[number]

const written = /[ \t]*\{\{\s*([^{}]*?)\s*\}\}/g
/** Texts written for 0.1 use the old name. */
const placeholderOf = (word: string): Placeholder | undefined =>
  word === 'protocol' ? 'referenceNumber' : placeholders.find(each => each === word)

/** The names in double braces in `text` that are not placeholders. */
export const unknownPlaceholders = (text: string): string[] =>
  [...text.matchAll(written)].map(([, word = '']) => word).filter(word => !placeholderOf(word))

/** `text` with its placeholders filled; one with an unknown value vanishes, along with the blank before it. */
export const fillPlaceholders = (text: string, values: Partial<Record<Placeholder, string>>): string =>
  text
    .replace(written, (whole, word: string) => {
      const placeholder = placeholderOf(word)
      if (!placeholder) return whole
      const value = values[placeholder]?.trim()
      return value ? `${/^[ \t]*/.exec(whole)?.[0] ?? ''}${value}` : ''
    })
    .replace(/^[ \t]*[,;]?[ \t]+/, '')

const firstOf = (name = '') => name.trim().split(/\s+/)[0] ?? ''

/** The known values for the placeholders of a text. */
export const placeholderValues = (known: {
  contact?: string | undefined
  agent?: string | undefined
  department?: string | undefined
  channel?: string | undefined
  referenceNumber?: string | undefined
}): Record<Placeholder, string> => ({
  'contact.name': known.contact ?? '',
  'contact.firstName': firstOf(known.contact),
  'agent.name': known.agent ?? '',
  'agent.firstName': firstOf(known.agent),
  'department.name': known.department ?? '',
  'channel.name': known.channel ?? '',
  referenceNumber: known.referenceNumber ?? ''
})

/** The same for several lines, such as a signature: a line that consisted only of unknown values vanishes. */
export const filledLines = (text: string, known: Parameters<typeof placeholderValues>[0]): string =>
  text
    .split('\n')
    .map(line => ({ line, filled: fillPlaceholders(line, placeholderValues(known)).trimEnd() }))
    .filter(({ line, filled }) => filled !== '' || line.trim() === '')
    .map(({ filled }) => filled)
    .join('\n')
    .trim()

/** A text with placeholders that are filled when it is used. */
export const templateText = visibleText(4000).check(context => {
  for (const word of unknownPlaceholders(context.value))
    context.issues.push({
      code: 'custom',
      input: context.value,
      message: `{{${word}}} is not one of: ${placeholders.map(each => `{{${each}}}`).join(', ')}`
    })
})

export const cannedReplyFields = z.strictObject({
  name,
  /** What an agent types after a slash to find it. */
  shortcut: z
    .string()
    .trim()
    .regex(/^[\p{Ll}\p{Lo}\d][\p{Ll}\p{Lo}\d-]{0,39}$/u, 'must be at most 40 lower-case letters, digits and hyphens'),
  text: templateText,
  /** Only for this department; without it, for all. */
  departmentId: id.optional(),
  active: z.boolean().default(true)
})
export type CannedReplyFields = z.infer<typeof cannedReplyFields>

/** A text that agents use again and again. */
export const cannedReply = cannedReplyFields.extend({ id, version })
export type CannedReply = z.infer<typeof cannedReply>
