import type { MediaContent, Message, WrittenMail } from '@inbox/contracts'

/** What an agent adds to an answer sent by e-mail. */
export interface MailDraft {
  subject: string
  /** Addresses, separated by commas. */
  cc: string
  quotes: boolean
}

export const emptyMail: MailDraft = { subject: '', cc: '', quotes: false }

/** The form in which it is kept until it leaves: as text, empty if it is. */
export const keptMail = (mail: MailDraft): string =>
  mail.subject || mail.cc || mail.quotes ? JSON.stringify(mail) : ''

export function mailIn(kept: string): MailDraft {
  try {
    const { subject = '', cc = '', quotes = false } = JSON.parse(kept) as Partial<MailDraft>
    return { subject: String(subject), cc: String(cc), quotes: quotes === true }
  } catch {
    return emptyMail
  }
}

/** Limits the quote, so that the longest permitted text has room for the answer itself. */
const MAX_QUOTE_LENGTH = 20_000

/** What leaves as one mail. */
export interface LeavingMail {
  text: string
  mail: WrittenMail
  /** Takes the place of the text if there is none. */
  media?: MediaContent
  /** All other files, in the order attached. */
  files?: readonly MediaContent[]
}

/** A leaving mail as kept until the server has it. */
interface SentOff extends Pick<LeavingMail, 'text'> {
  mail?: WrittenMail | undefined
  media?: MediaContent | undefined
  files?: readonly MediaContent[] | undefined
}

const ADDRESS = /^[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>()]+$/

const addressesOf = (cc: string) => cc.split(/[\s,;]+/).filter(Boolean)

/** The first invalid address in `text`. */
export const wrongAddressIn = (text: string): string | undefined =>
  addressesOf(text).find(address => !ADDRESS.test(address))

export const wrongAddress = ({ cc }: MailDraft): string | undefined => wrongAddressIn(cc)

/** An answer as a mail: any quote goes below its text, and is folded from there on. */
export function asMail(
  { subject, cc, quotes }: MailDraft,
  text: string,
  original: Message | undefined,
  introduce: (who: string, at: string) => string
): LeavingMail {
  const to = addressesOf(cc)
  const mail = { ...(subject.trim() && { subject: subject.trim() }), ...(to.length > 0 && { cc: to }) }
  const quoted =
    quotes && original?.content.type === 'text'
      ? original.content.text.slice(0, Math.min(original.mail?.foldAt ?? MAX_QUOTE_LENGTH, MAX_QUOTE_LENGTH))
      : ''
  if (!original || !quoted.trim()) return { text, mail }
  const lines = quoted
    .trimEnd()
    .split('\n')
    .map(line => `> ${line}`)
  const who = original.author.name ?? original.mail?.from?.address ?? ''
  const below = [introduce(who, original.sentAt), ...lines].join('\n')
  return { text: `${text}\n\n${below}`, mail: { ...mail, foldAt: text.length } }
}

/** What an answer quotes: the contact's mail that it answers, or else the last one. */
export function originalOf(messages: readonly Message[], answersTo?: string): Message | undefined {
  const mails = messages.filter(
    ({ direction, mail, content }) => direction === 'inbound' && mail && content.type === 'text'
  )
  return mails.find(({ id }) => id === answersTo) ?? mails.at(-1)
}

const MAX_CC = 50

/**
 * Who else got a mail, besides us and those the answer goes to anyway. `own`: the channel's addresses; `copied`: who is
 * already in Cc.
 */
export function othersOf(
  original: Message | undefined,
  { contact, own, copied }: { contact: readonly (string | undefined)[]; own: readonly string[]; copied: string }
): string[] {
  const { to = [], cc = [] } = original?.mail ?? {}
  const known = new Set([...contact, ...own, ...addressesOf(copied)].map(each => each?.toLowerCase()))
  const others = [...to, ...cc].filter(({ address }) => {
    const key = withoutTag(address)
    const isNews = ADDRESS.test(address) && !known.has(key) && !known.has(address.toLowerCase())
    known.add(address.toLowerCase())
    return isNews
  })
  return others.map(({ address }) => address).slice(0, MAX_CC)
}

const withoutTag = (address: string) => address.toLowerCase().replace(/\+[^@]*@/, '@')

/** A mail with files: without a text, the first file takes its place. */
export function withFiles({ text, mail }: LeavingMail, files: readonly MediaContent[]): LeavingMail {
  const media = text === '' ? files[0] : undefined
  const rest = files.slice(media ? 1 : 0)
  const attachments = rest.flatMap(({ mediaId }) => (mediaId === undefined ? [] : [{ mediaId }]))
  return {
    text,
    mail: { ...mail, ...(attachments.length > 0 && { attachments }) },
    ...(media && { media }),
    ...(rest.length > 0 && { files: rest })
  }
}

/** A mail that did not leave, as it was written, followed by what has been written since. */
export function takenBack(
  { text, mail: { subject = '', cc = [], foldAt } = {}, media, files = [] }: SentOff,
  since: { text: string; mail: MailDraft }
): { text: string; mail: MailDraft; files: readonly MediaContent[] } {
  const own = text.slice(0, foldAt).trimEnd()
  const all = new Set([...cc, ...addressesOf(since.mail.cc)])
  return {
    text: [own, since.text].filter(Boolean).join('\n'),
    mail: {
      subject: subject || since.mail.subject,
      cc: [...all].join(', '),
      quotes: foldAt !== undefined || since.mail.quotes
    },
    files: [...(media ? [media] : []), ...files]
  }
}

/** A forwarding that did not leave, as it was entered. */
export const forwardingOf = ({ text, mail: { to = [], foldAt } = {} }: SentOff): Forwarding => ({
  to: to.join(', '),
  text: text.slice(0, foldAt).trimEnd()
})

export interface Forwarding {
  /** Addresses, separated by commas. */
  to: string
  text: string
}

/** A contact's mail as forwarded, with its author above; the server adds its files. */
export function forwarded(
  original: Message,
  { to, text }: Forwarding,
  subject: string | undefined,
  introduce: (lines: { from: string; at: string; subject: string }) => string
): LeavingMail {
  const { from, subject: own = subject ?? '' } = original.mail ?? {}
  const who = from ? (from.name ? `${from.name} <${from.address}>` : from.address) : (original.author.name ?? '')
  const said = original.content.type === 'text' ? original.content.text.slice(0, MAX_QUOTE_LENGTH) : ''
  const head = introduce({ from: who, at: original.sentAt, subject: own })
  return {
    text: [text.trim(), `${head}\n\n${said}`.trim()].filter(Boolean).join('\n\n'),
    mail: {
      to: addressesOf(to),
      subject: `Fwd: ${own}`.slice(0, 900),
      foldAt: text.trim().length,
      forwards: original.id
    }
  }
}
