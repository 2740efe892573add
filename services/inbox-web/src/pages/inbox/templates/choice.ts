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

/** Whether an agent may send a template now: no session window needs to be open for one. */
export function mayTemplate({ window: _, awaitsContact: __, ...unbound }: ConversationSummary, meId: string): boolean {
  const { status, reason } = unbound
  if (status === 'inactive') return reason === 'windowExpired'
  return replyBlocker(unbound, meId, 0) === undefined
}

/** Those that can be sent, in this language (all without one), with every word that was typed in name or text. */
export function matching(templates: readonly ChannelTemplate[], typed: string, language: string | null) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return templates.filter(({ sendable, name, body, language: own }) => {
    const text = `${name.replaceAll('_', ' ')} ${name} ${body}`.toLowerCase()
    return sendable && (language === null || own === language) && words.every(word => text.includes(word))
  })
}

/** Of those that can be sent, each once. */
export const languagesOf = (templates: readonly ChannelTemplate[]): string[] =>
  [...new Set(templates.filter(({ sendable }) => sendable).map(({ language }) => language))].toSorted()

export const isFile = ({ kind }: TemplateField): boolean => kind !== 'text' && kind !== 'code'

/** Whether every field has what it needs; `file`: what was uploaded to stand above the text. */
export const isFilled = (
  { fields }: ChannelTemplate,
  values: Readonly<Record<string, string>>,
  file: MediaContent | undefined
): boolean => fields.every(field => (isFile(field) ? file !== undefined : (values[field.id] ?? '').trim() !== ''))

const carriedAs = (kind: TemplateField['kind']) => (kind === 'image' || kind === 'video' ? kind : 'file')

/** As what a file stands above the text of a template; undefined if the channel takes no such file there. */
export function headerOf(
  kind: TemplateField['kind'],
  file: Pick<MediaFacts, 'mimeType' | 'size'>,
  media: Capabilities['media']
): MediaContent['type'] | undefined {
  const as = carriedAs(kind)
  const { [as]: carried } = media
  return carried && kindFor(file, { [as]: carried })
}

/** Types of files to choose from, as browsers take them. */
export const takenAbove = (kind: TemplateField['kind'], media: Capabilities['media']): string =>
  media[carriedAs(kind)]?.types.join(',') ?? ''

/** How it reads so far, part by part. */
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
