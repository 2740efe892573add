import { sentFileOf } from '../checks/sent-file.ts'
import type { Template } from '../checks/template.ts'
import { filledText, type TemplateMessage } from '../checks/template.ts'
import type { Double } from '../state/double.ts'
import { type BusinessNumber, type ChatMessage, type Customer, chatOf } from '../state/world.ts'

/** A chat as the customer sees it. */
export interface ChatView {
  businessName: string
  /** Digits. */
  businessPhone: string
  typing: boolean
  /** Whether the number can be notified of edits and revocations. */
  coexistence: boolean
  messages: MessageView[]
}
export interface MessageView extends ChatMessage {
  /** The text, whatever the type; for a template, with its fields filled in. */
  text?: string
  /** What the customer can tap. */
  buttons?: { id: string; title: string; kind: 'reply' | 'row' | 'quickReply' | 'link' }[]
  /** A file's id, for /files/<id>, or its URL if it was sent as a link. */
  file?: { id?: string | undefined; link?: string | undefined; mimeType: string; name?: string | undefined }
}

export function chatView({ world }: Double, number: BusinessNumber, customer: Customer): ChatView {
  const { messages, typingUntil = 0 } = chatOf(world, number.phoneNumberId, customer.id)
  const templates = world.templates.get(number.businessAccountId) ?? []
  return {
    businessName: number.verifiedName,
    businessPhone: number.displayPhoneNumber,
    typing: typingUntil > world.clock.now(),
    coexistence: number.coexistence,
    messages: messages.map(message => ({ ...message, ...shown(message, templates), ...fileOf(world, message) }))
  }
}

function shown({ content }: ChatMessage, templates: readonly Template[]): Pick<MessageView, 'text' | 'buttons'> {
  if (content.type === 'template') return templateShown(content.template as TemplateMessage, templates)
  if (content.type === 'interactive') return interactiveShown(content.interactive as Interactive)
  const part = content[content.type] as { body?: string; caption?: string; text?: string } | undefined
  const text = part?.body ?? part?.caption ?? part?.text
  return text === undefined ? {} : { text }
}

function templateShown({ name, language, components = [] }: TemplateMessage, templates: readonly Template[]) {
  const template = templates.find(each => each.name === name && each.language === language.code)
  const part = (type: string) => template?.components.find(each => each.type === type)
  const given = (type: string) => components.find(each => each.type.toLowerCase() === type)?.parameters
  const header = part('HEADER')?.text
  const lines = [
    header && filledText(header, given('header')),
    filledText(part('BODY')?.text ?? '', given('body')),
    part('FOOTER')?.text
  ]
  const buttons = (part('BUTTONS')?.buttons ?? []).map(({ type, text = '' }) => ({
    id: text,
    title: text,
    kind: type === 'QUICK_REPLY' ? ('quickReply' as const) : ('link' as const)
  }))
  return { text: lines.filter(Boolean).join('\n\n'), ...(buttons.length > 0 && { buttons }) }
}

interface Interactive {
  /** What a customer has chosen. */
  button_reply?: { title: string }
  list_reply?: { title: string }
  body?: { text: string }
  header?: { text?: string }
  footer?: { text: string }
  action?: {
    buttons?: { reply: { id: string; title: string } }[]
    sections?: { rows?: { id: string; title: string }[] }[]
    parameters?: { display_text?: string; url?: string }
  }
}

function interactiveShown({ header, body, footer, action, button_reply, list_reply }: Interactive) {
  const chosen = button_reply ?? list_reply
  if (chosen) return { text: chosen.title }
  if (!action) return {}

  const buttons = [
    ...(action.buttons ?? []).map(({ reply }) => ({ id: reply.id, title: reply.title, kind: 'reply' as const })),
    ...(action.sections ?? []).flatMap(({ rows = [] }) =>
      rows.map(({ id, title }) => ({ id, title, kind: 'row' as const }))
    ),
    ...(action.parameters?.url
      ? [{ id: action.parameters.url, title: action.parameters.display_text ?? '', kind: 'link' as const }]
      : [])
  ]
  const text = [header?.text, body?.text, footer?.text].filter(Boolean).join('\n\n')
  return { text, ...(buttons.length > 0 && { buttons }) }
}

function fileOf(world: Double['world'], { content }: ChatMessage): Pick<MessageView, 'file'> {
  const part = sentFileOf(content)
  const media = part?.id === undefined ? undefined : world.media.get(part.id)
  if (!media && !part?.link) return {}
  return {
    file: { id: media?.id, link: part?.link, mimeType: media?.mimeType ?? '', name: part?.filename ?? media?.filename }
  }
}
