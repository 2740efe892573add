import { z } from 'zod'
import type { MediaContent } from '../content.ts'
import { operation, staff } from '../operation.ts'
import { id } from '../primitives.ts'

/** A field to be filled in; `name` is what its text has between the braces. */
const field = z.object({
  /** Unique within the template. */
  id: z.string(),
  part: z.enum(['header', 'body', 'button']),
  /** The button's index, from 0. */
  index: z.int().nonnegative().optional(),
  kind: z.enum(['text', 'image', 'video', 'document', 'code']),
  /** What the text has between the braces, such as `1` or `order_number`; missing for a file, which is in no text. */
  name: z.string().optional(),
  /** Whether the provider identifies it by name instead of by position. */
  named: z.boolean(),
  /** The template author's example. */
  example: z.string().optional()
})
export type TemplateField = z.infer<typeof field>

/** A text that the channel's provider approves, and the fields to be filled in. */
export const channelTemplate = z.object({
  name: z.string(),
  /** As the provider writes it, such as `pt_BR`. */
  language: z.string(),
  category: z.enum(['marketing', 'utility', 'authentication', 'other']),
  status: z.enum(['approved', 'pending', 'rejected', 'paused', 'disabled']),
  quality: z.enum(['high', 'medium', 'low']).optional(),
  /** Why the provider does not approve it, in its own words. */
  reason: z.string().optional(),
  header: z
    .object({ kind: z.enum(['text', 'image', 'video', 'document', 'other']), text: z.string().optional() })
    .optional(),
  body: z.string(),
  footer: z.string().optional(),
  buttons: z.array(
    z.object({ kind: z.enum(['reply', 'url', 'phone', 'code', 'other']), text: z.string(), url: z.string().optional() })
  ),
  fields: z.array(field),
  /** Whether it is approved and has only parts that can be filled in here. */
  sendable: z.boolean()
})
export type ChannelTemplate = z.infer<typeof channelTemplate>

export const listChannelTemplates = operation({
  id: 'listChannelTemplates',
  owner: 'channel-adapters',
  method: 'get',
  path: '/v1/channels/:id/templates',
  audience: staff,
  scope: 'directory:read',
  public: true,
  params: z.object({ id }),
  answer: z.object({ items: z.array(channelTemplate) }),
  summary:
    'The templates of a channel, by name and language, as last reported by its provider; empty if the channel has none'
})

const MARK = /\{\{\s*(\w+)\s*\}\}/g

/** The distinct names of the fields in a text, in order of first appearance. */
export const fieldNames = (text: string): string[] => [...new Set([...text.matchAll(MARK)].map(([, name]) => name!))]

/** WhatsApp accepts neither line breaks nor many spaces in a field. */
const oneLine = (value = ''): string => value.trim().replaceAll(/\s+/g, ' ')

/** How a part reads with the values for its fields, by their ids; fields without a value stay as they are. */
export function filledPart(
  { fields }: Pick<ChannelTemplate, 'fields'>,
  { part, text }: { part: 'header' | 'body'; text: string },
  values: Readonly<Record<string, string>>
): string {
  const own = fields.filter(each => each.part === part)
  return text.replaceAll(MARK, (mark, name: string) => {
    const found = own.find(each => each.name === name)
    return (found && oneLine(values[found.id])) || mark
  })
}

/**
 * What is sent: the filled components in the format of Meta's Cloud API, and how it reads. `values`: by field id;
 * `file`: for the field that is a file, which the channel puts in place.
 */
export function filledTemplate(
  template: ChannelTemplate,
  values: Readonly<Record<string, string>>,
  file?: MediaContent
) {
  const { name, language, header, body, footer, fields } = template
  const parts = Map.groupBy(fields, ({ part, index }) => `${part} ${index ?? ''}`)
  const components = [...parts.values()].map(own => ({
    ...componentHead(own[0]!),
    parameters: own.map(each => parameterOf(each, oneLine(values[each.id])))
  }))
  const read = (part: 'header' | 'body', text: string) => filledPart(template, { part, text }, values)
  const text = [header?.text && read('header', header.text), read('body', body), footer].filter(Boolean).join('\n\n')
  return { type: 'template' as const, name, language, components, text, ...(file && { header: file }) }
}

function componentHead({ part, index, kind }: TemplateField) {
  if (part !== 'button') return { type: part }
  return { type: part, sub_type: kind === 'code' ? 'copy_code' : 'url', index: String(index) }
}

function parameterOf({ kind, name, named }: TemplateField, value: string) {
  if (kind === 'code') return { type: 'coupon_code', coupon_code: value }
  if (kind !== 'text') return { type: kind }
  return { type: 'text', ...(named && { parameter_name: name }), text: value }
}
