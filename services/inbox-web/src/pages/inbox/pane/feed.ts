import type { InternalNote, Message } from '@inbox/contracts'

export interface FeedPage {
  items: Message[]
  nextCursor: string | null
}

const orderOf = ({ sentAt, receivedAt, id }: Message) => [Date.parse(sentAt), Date.parse(receivedAt), id] as const

/** The server's order: by when they were written, then by when they arrived. */
function compareMessages(a: Message, b: Message): number {
  const [sentA, receivedA, idA] = orderOf(a)
  const [sentB, receivedB, idB] = orderOf(b)
  return sentA - sentB || receivedA - receivedB || (idA < idB ? -1 : idA > idB ? 1 : 0)
}

/** The pages (newest first) with a pushed message inserted in its place or replacing an older version of itself. */
export function withMessage(pages: readonly FeedPage[], message: Message): FeedPage[] {
  const known = pages.flatMap(({ items }) => items).find(({ id }) => id === message.id)
  if (known) {
    if (isOlder(message, known)) return [...pages]
    const next = { ...message, ...(known.replyTo && { replyTo: known.replyTo }) }
    const replaced = (each: Message) => (each.id === message.id ? next : each)
    return pages.map(page => ({ ...page, items: page.items.map(replaced) }))
  }
  const [newest = { items: [], nextCursor: null }, ...older] = pages
  return [{ ...newest, items: [...newest.items, message].sort(compareMessages) }, ...older]
}

/** What was read has more than a push of the same version: what is quoted, and what it said before. */
const isOlder = ({ version }: Message, known: Message): boolean =>
  known.version !== undefined && (version === undefined || version <= known.version)

/**
 * The first of `count` unread messages of the contact, the last of which is `newest`; undefined while it is not among
 * `messages`, and if nothing precedes it.
 */
export function firstUnreadOf(messages: readonly Message[], count: number, newest: string): string | undefined {
  const until = messages.findIndex(({ id }) => id === newest) + 1
  const inbound = messages.slice(0, until).filter(({ direction }) => direction === 'inbound')
  const first = count > 0 ? inbound.at(-count) : undefined
  return first?.id === messages[0]?.id ? undefined : first?.id
}

/** An entry in a timeline. */
export type FeedEntry =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'message'; key: string; message: Message; follows: boolean; target?: Message | undefined }
  | { kind: 'note'; key: string; note: InternalNote }

const DAY_LENGTH = 10
/** Messages of the same author closer than this are grouped. */
const TOGETHER_MS = 120_000

/** Messages and notes by time, with a line where a day begins; `dayOf` returns the local day of an instant. */
export function feedOf(
  messages: readonly Message[],
  notes: readonly InternalNote[],
  dayOf: (instant: string) => string = localDay
): FeedEntry[] {
  const all = [
    ...messages.map(message => ({ at: message.sentAt, message })),
    ...notes.map(note => ({ at: note.at, note }))
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const called = calledBy(messages)
  const entries: FeedEntry[] = []
  let day = ''
  let previous: Message | undefined
  for (const each of all) {
    const dayNow = dayOf(each.at)
    if (dayNow !== day) {
      entries.push({ kind: 'day', key: dayNow, at: each.at })
      previous = undefined
    }
    day = dayNow
    if ('note' in each) {
      entries.push({ kind: 'note', key: each.note.id, note: each.note })
      previous = undefined
      continue
    }
    const { message } = each
    const target = message.replyTo && called.get(message.replyTo.messageId)
    entries.push({ kind: 'message', key: message.id, message, follows: follows(message, previous), target })
    previous = message
  }
  return entries
}

/** Messages by our ids and by the providers'. */
const calledBy = (messages: readonly Message[]): ReadonlyMap<string, Message> =>
  new Map(
    messages.flatMap(message => [message.id, message.providerMessageId].flatMap(id => (id ? [[id, message]] : [])))
  )

const follows = (message: Message, previous: Message | undefined) =>
  previous !== undefined &&
  previous.direction === message.direction &&
  previous.author.id === message.author.id &&
  previous.echo === message.echo &&
  Date.parse(message.sentAt) - Date.parse(previous.sentAt) < TOGETHER_MS

function localDay(instant: string): string {
  const date = new Date(instant)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, DAY_LENGTH)
}
