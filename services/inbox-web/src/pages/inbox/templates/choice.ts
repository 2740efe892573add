import { type ChannelTemplate, type ConversationSummary, filledPart } from '@inbox/contracts'
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

/** Whether every field has what it needs; files need an address. */
export const isFilled = ({ fields }: ChannelTemplate, values: Readonly<Record<string, string>>): boolean =>
  fields.every(({ id, kind }) => {
    const value = (values[id] ?? '').trim()
    return kind === 'text' || kind === 'code' ? value !== '' : /^https?:\/\/\S+$/.test(value) && URL.canParse(value)
  })

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
