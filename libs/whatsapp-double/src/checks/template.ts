import { type GraphError, graphError } from '../errors.ts'
import { anything, type Check, firstOf, invalid, isObject, list, object, oneOf, text } from './rules.ts'

export interface TemplateComponent {
  type: 'HEADER' | 'BODY' | 'FOOTER' | 'BUTTONS'
  format?: 'TEXT' | 'IMAGE' | 'VIDEO' | 'DOCUMENT' | 'LOCATION'
  text?: string
  buttons?: { type: string; text?: string; url?: string; phone_number?: string }[]
}
export interface Template {
  id: string
  name: string
  /** Such as pt_BR. */
  language: string
  status: 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED' | 'DISABLED'
  category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION'
  parameter_format?: 'POSITIONAL' | 'NAMED'
  quality_score?: { score: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN' }
  components: TemplateComponent[]
}

interface Parameter {
  type: string
  text?: string
  parameter_name?: string
}
interface Filled {
  type: string
  sub_type?: string
  index?: string | number
  parameters?: Parameter[]
}
export interface TemplateMessage {
  name: string
  language: { code: string }
  components?: Filled[]
}

const parameter: Check = (value, path) =>
  isObject(value) ? text(30)(value.type, `${path}.type`) : invalid(path, 'must be an object')
const component = object(
  { type: oneOf('header', 'body', 'footer', 'button', 'carousel', 'limited_time_offer', 'HEADER', 'BODY', 'BUTTON') },
  { parameters: list(parameter, 0, 100), sub_type: text(30), index: anything, cards: anything }
)
const form = object(
  { name: text(512), language: object({ code: text(20) }, { policy: oneOf('deterministic') }) },
  { components: list(component, 0, 20), namespace: text(200) }
)

/** For a template's body with its fields filled in. [general knowledge, unconfirmed] */
const MAX_BODY_LENGTH = 1024

/** Checks the message by itself, then against the account's templates. */
export function template(value: unknown, path: string, templates: readonly Template[]): GraphError | undefined {
  const malformed = form(value, path)
  if (malformed) return malformed
  const message = value as TemplateMessage
  const found = templates.find(({ name, language }) => name === message.name && language === message.language.code)
  return firstOf([() => unusable(found, message), () => filledWrongly(found!, message)])
}

/** 132001 not found (or not approved yet), 132015 paused, 132016 disabled. [niswey: error-codes-meta] */
function unusable(found: Template | undefined, { name, language }: TemplateMessage): GraphError | undefined {
  if (found?.status === 'PAUSED') return graphError(132015, `template '${name}' is paused due to low quality`)
  if (found?.status === 'DISABLED') return graphError(132016, `template '${name}' is disabled`)
  if (found?.status === 'APPROVED') return undefined
  return graphError(132001, `template name (${name}) does not exist in ${language.code}`)
}

function filledWrongly(found: Template, message: TemplateMessage): GraphError | undefined {
  const given = (type: string) => message.components?.find(each => each.type.toLowerCase() === type)?.parameters ?? []
  const part = (type: TemplateComponent['type']) => found.components.find(each => each.type === type)
  const [header, body, buttons] = [part('HEADER'), part('BODY'), part('BUTTONS')]
  return firstOf([
    () => headerParameters(header, given('header')),
    () => textParameters('body', body?.text ?? '', given('body')),
    () => tooLong(body?.text ?? '', given('body')),
    () => buttonParameters(buttons?.buttons ?? [], message.components ?? [])
  ])
}

function headerParameters(header: TemplateComponent | undefined, given: readonly Parameter[]): GraphError | undefined {
  const { format = 'TEXT', text: words = '' } = header ?? {}
  if (format === 'TEXT') return textParameters('header', words, given)
  const expected = format.toLowerCase()
  const [file] = given
  if (given.length !== 1 || file!.type !== expected)
    return graphError(
      132012,
      `header: Format mismatch, expected ${format}, received ${file?.type.toUpperCase() ?? 'UNKNOWN'}`
    )
  const source = (file as unknown as Record<string, unknown>)[expected]
  const isGiven =
    format === 'LOCATION' || (isObject(source) && (source.id === undefined) !== (source.link === undefined))
  return isGiven ? undefined : graphError(131008, `header: ${expected} must have either id or link`)
}

/** `{{1}}` or `{{name}}`, each once. */
const fieldsIn = (words: string): string[] => [
  ...new Set([...words.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name!))
]

/** 132000: wrong number of parameters; 132012: one of the wrong kind. [niswey: error-codes-meta] */
function textParameters(where: string, words: string, given: readonly Parameter[]): GraphError | undefined {
  const fields = fieldsIn(words)
  if (fields.length !== given.length)
    return graphError(
      132000,
      `${where}: number of localizable_params (${given.length}) does not match the expected number of params (${fields.length})`
    )
  const named = fields.some(field => !/^\d+$/.test(field))
  return firstOf(given.map(one => () => textParameter(where, one, named ? fields : undefined)))
}

function textParameter(where: string, { type, text: value, parameter_name }: Parameter, names?: readonly string[]) {
  if (!['text', 'currency', 'date_time'].includes(type))
    return graphError(132012, `${where}: Format mismatch, expected TEXT, received ${type.toUpperCase()}`)
  if (type === 'text' && !value) return graphError(131008, `${where}: a parameter has no text`)
  if (names && !names.includes(parameter_name ?? ''))
    return graphError(100, `${where}: parameter_name must be one of {${names.join(', ')}}`)
  // no line breaks, tabs, or more than four spaces in a row [general knowledge, unconfirmed]
  return value !== undefined && /[\n\t]| {5}/.test(value)
    ? graphError(132007, `${where}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces`)
    : undefined
}

function tooLong(words: string, given: readonly Parameter[]): GraphError | undefined {
  const { length } = [...filledText(words, given)]
  return length > MAX_BODY_LENGTH ? graphError(132005, `body: text is too long: ${length} characters`) : undefined
}

/** What the customer reads. */
export const filledText = (words: string, given: readonly Parameter[] = []): string =>
  words.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (field, name: string) => {
    const found = given.find(each => each.parameter_name === name) ?? given[Number(name) - 1]
    return found?.text ?? field
  })

/** Buttons whose URL ends in a field need a parameter for it. */
function buttonParameters(
  buttons: NonNullable<TemplateComponent['buttons']>,
  components: readonly Filled[]
): GraphError | undefined {
  return firstOf(
    buttons.map((button, index) => () => {
      if (button.type !== 'URL' || !button.url?.includes('{{')) return undefined
      const filled = components.find(each => each.type.toLowerCase() === 'button' && Number(each.index) === index)
      return filled?.parameters?.length === 1
        ? undefined
        : graphError(131008, `buttons: Button at index ${index} of type Url requires a parameter`)
    })
  )
}
