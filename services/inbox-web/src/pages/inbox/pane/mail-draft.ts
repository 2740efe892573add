import type { MediaContent, Message, WrittenMail } from '@inbox/contracts'

/** What an agent adds to an answer by e-mail. */
export interface MailDraft {
  subject: string
  /** Addresses, separated by commas. */
  cc: string
  quotes: boolean
}

export const emptyMail: MailDraft = { subject: '', cc: '', quotes: false }

/** As it is kept until it leaves, as text; nothing of one that is empty. */
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

/** What is left of the longest text for the answer itself. */
const MAX_QUOTE_LENGTH = 20_000

/** What leaves as one mail. */
export interface LeavingMail {
  text: string
  mail: WrittenMail
  /** What stands for the text where there is none. */
  media?: MediaContent
  /** All other files, as they were attached. */
  files?: readonly MediaContent[]
}

/** The same as it is kept until the server has it. */
interface SentOff extends Pick<LeavingMail, 'text'> {
  mail?: WrittenMail | undefined
  media?: MediaContent | undefined
  files?: readonly MediaContent[] | undefined
}

const ADDRESS = /^[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>()]+$/

const addressesOf = (cc: string) => cc.split(/[\s,;]+/).filter(Boolean)

/** The first of the addresses in `text` that is none. */
export const wrongAddressIn = (text: string): string | undefined =>
  addressesOf(text).find(address => !ADDRESS.test(address))

export const wrongAddress = ({ cc }: MailDraft): string | undefined => wrongAddressIn(cc)

/** An answer as a mail: below its text stands what it quotes, if it quotes, and from there on it is folded. */
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

/** What an answer quotes: the mail of the contact that it is to, else the last one. */
export function originalOf(messages: readonly Message[], answersTo?: string): Message | undefined {
  const mails = messages.filter(
    ({ direction, mail, content }) => direction === 'inbound' && mail && content.type === 'text'
  )
  return mails.find(({ id }) => id === answersTo) ?? mails.at(-1)
}

const MAX_CC = 50

/** Who else got a mail, beside us and whom the answer goes to anyway. `own`: addresses of the channel; `copied`: who is in Cc already. */
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

/** A mail with files: without a text, the first of them stands in its place. */
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

/** A mail that did not leave as it was written, before what has been written since. */
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

/** What was to be forwarded, as it was entered. */
export const forwardingOf = ({ text, mail: { to = [], foldAt } = {} }: SentOff): Forwarding => ({
  to: to.join(', '),
  text: text.slice(0, foldAt).trimEnd()
})

export interface Forwarding {
  /** Addresses, separated by commas. */
  to: string
  text: string
}

/** A mail of the contact as it goes on to somebody else, with who wrote it above; its files are added by the server. */
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
