import { type ChannelTemplate, fieldNames, type TemplateField } from '@inbox/contracts'
import { z } from 'zod'
import type { Template } from '../../store/templates.ts'
import { lenient, list, text } from './lenient.ts'

const texts = lenient(z.array(z.string()))
const named = lenient(z.array(z.object({ param_name: text, example: lenient(z.string()) })))
const examples = lenient(
  z.object({
    header_text: texts,
    header_text_named_params: named,
    body_text: lenient(z.array(z.array(z.string()))),
    body_text_named_params: named
  })
)
const button = z.object({
  type: text,
  text: lenient(text),
  url: lenient(text),
  example: lenient(z.union([text, z.array(text)]))
})
const component = z.object({
  type: text.transform(type => type.toUpperCase()),
  format: lenient(text),
  text: lenient(text),
  example: examples,
  buttons: lenient(z.array(z.unknown()))
})
type Component = z.infer<typeof component>

/** A template as listed by Meta; unexpected values count as missing. */
const metaTemplate = z.object({
  name: text,
  language: text,
  status: lenient(text),
  category: lenient(text),
  parameter_format: lenient(text),
  rejected_reason: lenient(text),
  quality_score: lenient(z.object({ score: lenient(text) })),
  components: lenient(z.array(z.unknown()))
})

/** One template in Meta's list; undefined if it has no name or language. */
export function readTemplate(listed: unknown): Template | undefined {
  const { data } = metaTemplate.safeParse(listed)
  if (!data) return undefined
  const { name, language, status, category, parameter_format, rejected_reason, quality_score, components } = data
  const reason = rejected_reason === 'NONE' ? undefined : rejected_reason
  const isNamed = parameter_format?.toUpperCase() === 'NAMED'
  return {
    name,
    language,
    status,
    category,
    quality: quality_score?.score,
    reason,
    named: isNamed,
    components: components ?? []
  }
}

/** Templates with any other status cannot be sent. */
const STATUS: Readonly<Record<string, ChannelTemplate['status']>> = {
  APPROVED: 'approved',
  REINSTATED: 'approved',
  FLAGGED: 'approved',
  PENDING: 'pending',
  IN_APPEAL: 'pending',
  REJECTED: 'rejected',
  PAUSED: 'paused'
}
const CATEGORY: Readonly<Record<string, ChannelTemplate['category']>> = {
  MARKETING: 'marketing',
  UTILITY: 'utility',
  AUTHENTICATION: 'authentication'
}
const QUALITY: Readonly<Record<string, ChannelTemplate['quality']>> = { GREEN: 'high', YELLOW: 'medium', RED: 'low' }
const FORMATS = { TEXT: 'text', IMAGE: 'image', VIDEO: 'video', DOCUMENT: 'document' } as const
type Button = ChannelTemplate['buttons'][number]
const BUTTONS: Readonly<Record<string, Button['kind']>> = {
  QUICK_REPLY: 'reply',
  URL: 'url',
  PHONE_NUMBER: 'phone',
  VOICE_CALL: 'phone',
  COPY_CODE: 'code'
}

/** A template of Meta's list in plain form, with all that must be filled in; not sendable if we cannot fill a part. */
export function templateForm(template: Template): ChannelTemplate {
  const parts = list(template.components).flatMap(each => component.safeParse(each).data ?? [])
  const part = (type: string) => parts.find(each => each.type === type)
  const [header, body, buttons] = [
    headerOf(part('HEADER'), template),
    bodyOf(part('BODY'), template),
    buttonsOf(part('BUTTONS'))
  ]
  const status = STATUS[template.status?.toUpperCase() ?? 'PENDING'] ?? 'disabled'
  const known = parts.every(({ type }) => ['HEADER', 'BODY', 'FOOTER', 'BUTTONS'].includes(type))
  const fillable =
    known && body.text !== '' && header.shown?.kind !== 'other' && buttons.shown.every(({ kind }) => kind !== 'other')
  const quality = QUALITY[template.quality?.toUpperCase() ?? '']
  const footer = part('FOOTER')?.text
  return {
    name: template.name,
    language: template.language,
    status,
    body: body.text,
    buttons: buttons.shown,
    category: CATEGORY[template.category?.toUpperCase() ?? ''] ?? 'other',
    ...(quality && { quality }),
    ...(template.reason && status !== 'approved' && { reason: template.reason }),
    ...(header.shown && { header: header.shown }),
    ...(footer !== undefined && { footer }),
    fields: [...header.fields, ...body.fields, ...buttons.fields],
    sendable: status === 'approved' && fillable
  }
}

type Named = Pick<Template, 'named'>

function headerOf(
  header: Component | undefined,
  { named }: Named
): { shown?: ChannelTemplate['header']; fields: TemplateField[] } {
  if (!header) return { fields: [] }
  const kind = FORMATS[(header.format?.toUpperCase() ?? 'TEXT') as keyof typeof FORMATS]
  if (kind === undefined) return { shown: { kind: 'other' }, fields: [] }
  if (kind !== 'text') return { shown: { kind }, fields: [{ id: 'header', part: 'header', kind, named: false }] }
  const { text = '', example } = header
  const fields = textFields('header', text, named, example?.header_text, example?.header_text_named_params)
  return { shown: { kind, text }, fields }
}

function bodyOf(body: Component | undefined, { named }: Named) {
  const { text = '', example } = body ?? {}
  return { text, fields: textFields('body', text, named, example?.body_text?.[0], example?.body_text_named_params) }
}

function textFields(
  part: 'header' | 'body',
  text: string,
  named: boolean,
  byPlace: readonly string[] | undefined,
  byName: readonly { param_name: string; example?: string | undefined }[] | undefined
): TemplateField[] {
  // placeholders are ordered by number, not by their position in the text
  const names = named ? fieldNames(text) : fieldNames(text).toSorted((one, other) => Number(one) - Number(other))
  return names.map((name, at) => {
    const example = named ? byName?.find(({ param_name }) => param_name === name)?.example : byPlace?.[at]
    return { id: `${part}.${name}`, part, kind: 'text', name, named, ...(example && { example }) }
  })
}

function buttonsOf(component: Component | undefined): { shown: Button[]; fields: TemplateField[] } {
  const found = (component?.buttons ?? []).map(each => button.safeParse(each).data)
  const shown = found.map((each): Button => {
    const kind = BUTTONS[each?.type.toUpperCase() ?? ''] ?? 'other'
    return { kind, text: each?.text ?? '', ...(each?.url !== undefined && { url: each.url }) }
  })
  const fields = shown.flatMap(({ kind, url = '' }, index): TemplateField[] => {
    const name = kind === 'url' ? fieldNames(url)[0] : undefined
    if (kind !== 'code' && name === undefined) return []
    const example = [found[index]?.example].flat()[0]
    const own = { id: `button.${index}`, part: 'button' as const, index, named: false, ...(example && { example }) }
    return [kind === 'code' ? { ...own, kind } : { ...own, kind: 'text', name }]
  })
  return { shown, fields }
}
