import type { InboundMessage, Mail, MediaFacts } from '@inbox/contracts'
import { isVisible } from '@inbox/kernel'
import type { WrittenMail } from './translate.ts'

/** A file of a mail; without facts, media did not accept it. */
export interface KeptFile {
  name: string | undefined
  /** The HTML displays it. */
  isInHtml: boolean
  facts: MediaFacts | undefined
}
export interface Kept {
  files: readonly KeptFile[]
  html: MediaFacts | undefined
  raw: MediaFacts | undefined
}

/** Images displayed within a mail's text: smaller ones are decoration. */
const SHOWN_BYTES = 20_000

/** A mail as messages in one thread: its text, and each of its files. */
export function messagesOf(mail: WrittenMail, kept: Kept, threadId: string): InboundMessage[] {
  const { id, contact, subject, text, sentAt } = mail
  const said: InboundMessage['content'][] = isVisible(text) ? [{ type: 'text', text }] : []
  const files = kept.files.filter(({ isInHtml, facts }) => !isInHtml || (facts?.size ?? 0) > SHOWN_BYTES)
  const contents = [...said, ...files.map(contentOf)]
  const all = contents.length > 0 ? contents : [withoutText(subject)]
  const thread = { id: threadId, ...(subject && { subject }) }
  return all.map((content, index) => ({
    messageId: index === 0 ? id : `${id}.${index}`,
    contact,
    sentAt: sentAt.toISOString(),
    content,
    thread,
    ...(index === 0 && { mail: factsOf(mail, kept) })
  }))
}

const withoutText = (subject: string | undefined): InboundMessage['content'] =>
  subject ? { type: 'text', text: subject } : { type: 'unsupported', what: 'an e-mail without text' }

function contentOf({ name, facts }: KeptFile): InboundMessage['content'] {
  if (!facts) return { type: 'unsupported', what: name ? `a file, ${name.slice(0, 150)}` : 'a file' }
  const kind = (['image', 'video', 'audio'] as const).find(each => facts.mimeType.startsWith(`${each}/`))
  return { type: kind ?? 'file', mediaId: facts.id, mimeType: facts.mimeType, ...(name && { name }) }
}

function factsOf(mail: WrittenMail, { html, raw }: Kept): Mail {
  const { subject, from, to, cc, moreRecipients, foldAt, text, authenticated } = mail
  return {
    from,
    to,
    cc,
    authenticated,
    ...(subject && { subject }),
    ...(moreRecipients > 0 && { moreRecipients }),
    ...(foldAt !== undefined && isVisible(text) && { foldAt }),
    ...(html && { html: { mediaId: html.id } }),
    ...(raw && { raw: { mediaId: raw.id } })
  }
}

/** The mail to which a message belongs. */
export const mailIdOf = (providerMessageId: string): string => providerMessageId.replace(/\.\d+$/, '')
