import { hash } from 'node:crypto'
import { plainText } from '@inbox/kernel'
import { contactIdOfMail } from '@inbox/kernel/mail-address'
import { withoutTag } from './address.ts'
import { type Authentication, authenticationOf } from './authentication.ts'
import { type Automatic, automaticKind } from './automatic.ts'
import { foldAt } from './fold.ts'
import { addressesOf, type MailAddress, messageIdsOf, readable } from './mime/headers.ts'
import type { Mail } from './mime/read-mail.ts'
import { type DeliveryReport, isReport, reportOf } from './report.ts'
import { answerOf } from './thread.ts'

/** The mailbox in which a mail arrived. */
export interface Mailbox {
  /** Its address and aliases, in lower case. */
  own: ReadonlySet<string>
  /** Servers whose statements about senders count. */
  hosts: readonly string[]
}

/** A mail written by a person. */
export interface WrittenMail {
  /** The same for every copy of this mail. */
  id: string
  /** Its Message-ID, if it has one. */
  messageId?: string
  /** The Message-IDs it refers to, from the first in the thread to the latest. */
  references: string[]
  contact: { id: string; name?: string; email: string }
  subject?: string
  text: string
  /** Where text that readers have seen before begins. */
  foldAt?: number
  from: MailAddress
  to: MailAddress[]
  cc: MailAddress[]
  /** How many addresses are missing from `to` and `cc`. */
  moreRecipients: number
  sentAt: Date
  authenticated: Authentication
}

/** What kind of mail it is. Only what a person wrote becomes a message. */
export type Translated =
  | { kind: 'written'; mail: WrittenMail }
  | { kind: 'report'; report: DeliveryReport | undefined }
  | { kind: 'automatic'; why: Automatic; mail?: WrittenMail }
  /** A copy of a mail that we sent. */
  | { kind: 'own' }
  | { kind: 'unreadable'; problem: string }

const MAX_ADDRESSES = 100

/** What a mail means to a mailbox's channel; `receivedAt` is when its server got it. */
export function translate(mail: Mail, { own, hosts }: Mailbox, receivedAt: Date): Translated {
  const { headers } = mail
  const [from] = addressesOf(headers.all('from'))
  if (isReport(mail, from?.address)) return { kind: 'report', report: reportOf(mail) }
  const automatic = automaticKind(headers, own)
  if (automatic === 'loop') return { kind: 'automatic', why: 'loop' }
  if (!from) return { kind: 'unreadable', problem: 'it has no sender' }
  const [messageId] = messageIdsOf(headers.first('message-id'))
  if (own.has(withoutTag(from.address)) && messageId && answerOf(messageId)) return { kind: 'own' }
  const written = writtenMail(mail, from, messageId, own, receivedAt)
  if (!written) return { kind: 'unreadable', problem: "its sender's address is too long" }
  const authenticated = authenticationOf(headers, from.address, hosts)
  const whole = { ...written, authenticated: speaksFor(written, from) ? authenticated : 'none' } as const
  return automatic ? { kind: 'automatic', why: automatic, mail: whole } : { kind: 'written', mail: whole }
}

/** A result only holds for the address in From. */
const speaksFor = ({ contact }: Pick<WrittenMail, 'contact'>, from: MailAddress) =>
  contact.id === contactIdOfMail(from.address)

function writtenMail(
  mail: Mail,
  from: MailAddress,
  messageId: string | undefined,
  own: ReadonlySet<string>,
  receivedAt: Date
): Omit<WrittenMail, 'authenticated'> | undefined {
  const { headers } = mail
  const writer = writerOf(mail, from, own)
  const contactId = contactIdOfMail(writer.address)
  if (!contactId) return undefined
  const subject = readable(headers.first('subject'))
  const text = textOf(mail)
  const fold = foldAt(text)
  const [to, cc] = [addressesOf(headers.all('to')), addressesOf(headers.all('cc'))]
  const shown = { to: to.slice(0, MAX_ADDRESSES), cc: cc.slice(0, MAX_ADDRESSES) }
  return {
    id: idOf(mail, messageId),
    ...(messageId !== undefined && { messageId }),
    references: referencesOf(mail),
    contact: { id: contactId, email: writer.address, ...(writer.name && { name: writer.name }) },
    ...(subject && { subject }),
    text,
    ...(fold !== undefined && { foldAt: fold }),
    from,
    ...shown,
    moreRecipients: to.length + cc.length - shown.to.length - shown.cc.length,
    sentAt: sentAtOf(headers.first('date'), receivedAt)
  }
}

/** Who gets the answer: if a form or a secretary writes for somebody else, Reply-To names that person. */
function writerOf({ headers }: Mail, from: MailAddress, own: ReadonlySet<string>): MailAddress {
  const replyTo = addressesOf(headers.all('reply-to')).find(({ address }) => !own.has(withoutTag(address)))
  if (!replyTo || contactIdOfMail(replyTo.address) === contactIdOfMail(from.address)) return from
  return replyTo
}

/** Different mails may share a Message-ID, so their contents count as well. */
function idOf({ headers, text }: Mail, messageId = ''): string {
  const said = [
    messageId,
    headers.first('from') ?? '',
    headers.first('date') ?? '',
    headers.first('subject') ?? '',
    text
  ]
  return `mail_${hash('sha256', said.join('\n'), 'hex').slice(0, 40)}`
}

/** From the first in the thread to the latest, which In-Reply-To names. */
function referencesOf({ headers }: Mail): string[] {
  const references = messageIdsOf(headers.first('references'))
  const last = messageIdsOf(headers.first('in-reply-to'))[0]
  return last === undefined || references.includes(last) ? references : [...references, last]
}

const MAX_TEXT_BYTES = 64 * 1024
const CUT = '\n[…]'

/** As channel-ingest will store it, so that both count alike. */
function textOf({ text }: Mail): string {
  const plain = plainText(text)
  if (Buffer.byteLength(plain) <= MAX_TEXT_BYTES) return plain
  const bytes = Buffer.from(plain).subarray(0, MAX_TEXT_BYTES - Buffer.byteLength(CUT))
  // the last character may be cut in half
  return `${bytes.toString().replace(/\ufffd+$/, '')}${CUT}`
}

const [DAY_MS, WEEK_MS] = [86_400_000, 604_800_000]

/** The stated sending time, unless in the future or long before arrival: senders' clocks may be off by centuries. */
function sentAtOf(date: string | undefined, receivedAt: Date): Date {
  const said = Date.parse((date ?? '').replace(/\([^()]*\)/g, ' ').trim())
  const isBelievable = said <= receivedAt.getTime() + DAY_MS && said >= receivedAt.getTime() - WEEK_MS
  return isBelievable ? new Date(Math.min(said, receivedAt.getTime())) : receivedAt
}
