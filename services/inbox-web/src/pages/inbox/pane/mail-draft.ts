import type { Message, WrittenMail } from '@inbox/contracts'

/** What an agent adds to an answer by e-mail. */
export interface MailDraft {
  subject: string
  /** Addresses, separated by commas. */
  cc: string
  quotes: boolean
}

export const emptyMail: MailDraft = { subject: '', cc: '', quotes: false }

/** What is left of the longest text for the answer itself. */
const LONGEST_QUOTE = 20_000

const ADDRESS = /^[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>()]+$/

const addressesOf = (cc: string) => cc.split(/[\s,;]+/).filter(Boolean)

/** The first of the addresses that is none. */
export const wrongAddress = ({ cc }: MailDraft): string | undefined =>
  addressesOf(cc).find(address => !ADDRESS.test(address))

/** An answer as a mail: below its text stands what it quotes, if it quotes, and from there on it is folded. */
export function asMail(
  { subject, cc, quotes }: MailDraft,
  text: string,
  original: Message | undefined,
  introduce: (who: string, at: string) => string
): { text: string; mail: WrittenMail } {
  const to = addressesOf(cc)
  const mail = { ...(subject.trim() && { subject: subject.trim() }), ...(to.length > 0 && { cc: to }) }
  const quoted =
    quotes && original?.content.type === 'text'
      ? original.content.text.slice(0, Math.min(original.mail?.foldAt ?? LONGEST_QUOTE, LONGEST_QUOTE))
      : ''
  if (!original || !quoted.trim()) return { text, mail }
  const lines = quoted
    .trimEnd()
    .split('\n')
    .map(line => `> ${line}`)
  const below = [introduce(original.author.name ?? '', original.sentAt), ...lines].join('\n')
  return { text: `${text}\n\n${below}`, mail: { ...mail, foldAt: text.length } }
}

/** What an answer quotes: the last mail of the contact. */
export const originalOf = (messages: readonly Message[]): Message | undefined =>
  messages.findLast(({ direction, mail, content }) => direction === 'inbound' && mail && content.type === 'text')
