import {
  type Capabilities,
  type ChannelTemplate,
  type ConversationSummary,
  filledPart,
  type MediaContent,
  type MediaFacts,
  type TemplateField
} from '@inbox/contracts'
import { kindFor } from '../attachments/kind-for.ts'
import { replyBlocker } from '../pane/reply-blocker.ts'

/** Whether an agent may send a template now, which needs no open session window. */
export function mayTemplate({ window: _, awaitsContact: __, ...unbound }: ConversationSummary, meId: string): boolean {
  const { status, reason } = unbound
  if (status === 'inactive') return reason === 'windowExpired'
  return replyBlocker(unbound, meId, 0) === undefined
}

/** The sendable templates in this language (or in all) that have every typed word in name or text. */
export function matching(templates: readonly ChannelTemplate[], typed: string, language: string | null) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return templates.filter(({ sendable, name, body, language: own }) => {
    const text = `${name.replaceAll('_', ' ')} ${name} ${body}`.toLowerCase()
    return sendable && (language === null || own === language) && words.every(word => text.includes(word))
  })
}

/** The languages of the sendable templates, each once. */
export const languagesOf = (templates: readonly ChannelTemplate[]): string[] =>
  [...new Set(templates.filter(({ sendable }) => sendable).map(({ language }) => language))].toSorted()

export const isFile = ({ kind }: TemplateField): boolean => kind !== 'text' && kind !== 'code'

/** Whether every field is filled; `file`: what was uploaded to go above the text. */
export const isFilled = (
  { fields }: ChannelTemplate,
  values: Readonly<Record<string, string>>,
  file: MediaContent | undefined
): boolean => fields.every(field => (isFile(field) ? file !== undefined : (values[field.id] ?? '').trim() !== ''))

const carriedAs = (kind: TemplateField['kind']) => (kind === 'image' || kind === 'video' ? kind : 'file')

/** The kind as which a file goes above a template's text; undefined if the channel takes no such file there. */
export function headerOf(
  kind: TemplateField['kind'],
  file: Pick<MediaFacts, 'mimeType' | 'size'>,
  media: Capabilities['media']
): MediaContent['type'] | undefined {
  const as = carriedAs(kind)
  const { [as]: carried } = media
  return carried && kindFor(file, { [as]: carried })
}

/** The file types to choose from, in the form that browsers expect. */
export const takenAbove = (kind: TemplateField['kind'], media: Capabilities['media']): string =>
  media[carriedAs(kind)]?.types.join(',') ?? ''

/** The template as filled in so far, part by part. */
export function previewOf(template: ChannelTemplate, values: Readonly<Record<string, string>>) {
  const { header, body, footer, buttons } = template
  return {
    header: header?.text && filledPart(template, { part: 'header', text: header.text }, values),
    file: header && header.kind !== 'text' ? header.kind : undefined,
    body: filledPart(template, { part: 'body', text: body }, values),
    footer,
    buttons: buttons.map(({ text }) => text)
  }
}
