import { type AttachedFile, filledLines } from '@inbox/contracts'
import { withoutMarks } from '@inbox/kernel/rich-text'
import type { DeliveryRequest } from '../../domain/delivery.ts'
import type { KnownMail } from '../../store/mails.ts'
import { addressOfContact, domainOf, withTag } from './address.ts'
import { htmlOf } from './html.ts'
import type { MailSettings } from './settings.ts'
import { messageIdOfAnswer, rootOf, threadIdOf } from './thread.ts'

/** An attached file. */
export interface Attached {
  url: string
  name: string
  mimeType: string
}

/** A mail in nodemailer's terms, before its files are loaded. */
export interface Composed {
  from: { name: string; address: string }
  to: { name: string; address: string }[]
  cc: string[]
  replyTo?: { name: string; address: string }
  subject: string
  text: string
  html: string
  messageId: string
  inReplyTo?: string
  references?: string
  date: Date
  headers: Record<string, string>
  attached: Attached[]
}

/** Marks automatic mails (RFC 3834, 5), so that no mailbox answers them, not even another of ours. */
const AUTOMATIC = { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' }

const [MAX_REFERENCES, MAX_ID_LENGTH] = [20, 250]

/** Composes the mail of an answer, deterministically. `answered`: the contact's mail that it answers, if known. */
export function compose(
  { content, mail = {}, contact, channel, conversationId, thread, author, requestedAt }: DeliveryRequest,
  deliveryId: string,
  { address, name, hasThreadAddresses, signature: written = '' }: MailSettings,
  answered: KnownMail | undefined
): Composed {
  const threadId = thread?.id ?? threadIdOf(channel.id, conversationId)
  const domain = domainOf(address)
  const subject = mail.subject ?? answersTo(answered?.subject ?? thread?.subject)
  const [said, quoted] = parted(textOf(content), mail.foldAt)
  const signature = filledLines(written, { agent: author.name, contact: contact.name, channel: channel.name })
  const text = [withoutMarks(said), signature && `-- \n${signature}`, quoted].filter(Boolean).join('\n\n')
  const ourName = oneLine(name ?? author.name ?? channel.name)
  return {
    from: { name: ourName, address },
    ...(hasThreadAddresses && { replyTo: { name: ourName, address: withTag(address, threadId) } }),
    to: mail.to?.map(each => ({ name: '', address: each.address })) ?? [
      { name: oneLine(contact.name ?? ''), address: addressOfContact(contact.externalId) }
    ],
    cc: (mail.cc ?? []).map(each => each.address),
    subject: oneLine(subject),
    text,
    html: htmlOf(said, signature, quoted),
    messageId: `<${messageIdOfAnswer(deliveryId, threadId, domain)}>`,
    ...(threading(answered) ?? { references: `<${rootOf(threadId, domain)}>` }),
    date: new Date(requestedAt),
    headers: { 'X-Loop': address, ...((author.id === undefined || author.bot) && AUTOMATIC) },
    attached: attachedOf(content, mail.attachments)
  }
}

const oneLine = (text: string) => text.replace(/[\r\n\0]+/g, ' ').trim()

/** Splits what an agent wrote from what follows after it is folded. */
const parted = (text: string, foldAt = text.length): [string, string] => [
  text.slice(0, foldAt).trim(),
  text.slice(foldAt).trim()
]

const ANSWERS = /^\s*(re|aw|res|rv|sv|antw|ref|odp|回复|答复|返信|رد)\s*(\[\d+\])?\s*[:：]/i

const answersTo = (subject = ''): string => (!subject || ANSWERS.test(subject) ? subject || 'Re:' : `Re: ${subject}`)

/** The first and the latest of a thread: those in between are missed least (RFC 5322, 3.6.4). */
function threading(answered: KnownMail | undefined): Pick<Composed, 'inReplyTo' | 'references'> | undefined {
  const { messageId } = answered ?? {}
  if (messageId === undefined || messageId.length > MAX_ID_LENGTH) return undefined
  const earlier = (answered?.references ?? []).filter(id => id.length <= MAX_ID_LENGTH && id !== messageId)
  const [first, ...others] = earlier
  const ids = [first, ...others.slice(-MAX_REFERENCES), messageId].filter(id => id !== undefined)
  return { inReplyTo: `<${messageId}>`, references: ids.map(id => `<${id}>`).join(' ') }
}

function textOf(content: DeliveryRequest['content']): string {
  switch (content.type) {
    case 'text':
    case 'template':
      return content.text
    case 'location':
      return [content.name, `https://www.openstreetmap.org/?mlat=${content.latitude}&mlon=${content.longitude}`]
        .filter(Boolean)
        .join('\n')
    case 'contactCard':
      return [content.name, content.organization, ...(content.phones ?? []), ...(content.emails ?? [])]
        .filter(Boolean)
        .join('\n')
    default:
      return 'caption' in content ? (content.caption ?? '') : ''
  }
}

function attachedOf(content: DeliveryRequest['content'], files: readonly AttachedFile[] = []): Attached[] {
  const own = 'url' in content ? [content] : []
  return [...own, ...files].flatMap(({ url, name, mimeType }) =>
    url === undefined ? [] : [{ url, name: oneLine(name ?? 'file'), mimeType }]
  )
}
