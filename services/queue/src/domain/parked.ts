import type { accessAudited, contactErased, mediaReleased, messagesErased } from '@inbox/contracts'
import { messageIdOf } from '@inbox/kernel/derived-id'
import { contactIdOf } from './contact.ts'

/** A parked message: nobody could handle it. */
export interface Parked {
  type?: string | undefined
  publishedAt?: Date | undefined
  body: string
}

/** An erased person of whom no parked message may be left. */
export interface ErasedPerson {
  channelId: string
  /** Our ids of them, and those that all their names lead to: the names themselves are not stored. */
  contactIds: readonly string[]
  askedAt: Date
}

/** The ids in a parked message, and when it happened, as far as that can be told. */
export interface Named {
  strings: ReadonlySet<string>
  at: Date | undefined
  /** What may be our ids of conversations and messages. */
  ids: readonly string[]
  isReadable: boolean
}

/** Messages that themselves erase, or audit an access: they must stay. */
const STAYS: ReadonlySet<string | undefined> = new Set<
  (typeof contactErased | typeof messagesErased | typeof mediaReleased | typeof accessAudited)['type']
>(['contact.erased', 'messages.erased', 'message.mediaReleased', 'access.audited'])

/** Undefined if the message must stay, whoever it is about. */
export function namedIn({ type, publishedAt, body }: Parked): Named | undefined {
  if (STAYS.has(type)) return undefined
  const strings = new Set<string>()
  try {
    const { occurredAt, data } = JSON.parse(body, (_, value) => {
      if (typeof value === 'string') strings.add(value)
      return value
    })
    const at = Date.parse(occurredAt)
    const derived = [data?.channelId, data?.messageId].every(each => typeof each === 'string')
      ? [messageIdOf(data.channelId, data.messageId)]
      : []
    return {
      strings,
      at: Number.isNaN(at) ? publishedAt : new Date(at),
      ids: [...[...strings].filter(isId), ...derived],
      isReadable: true
    }
  } catch {
    return { strings: new Set(body.split(BETWEEN_WORDS)), at: publishedAt, ids: [], isReadable: false }
  }
}

const isId = (text: string) => /^[\w-]{1,100}$/.test(text)

/** Whether it may be about them: anything later than the erasure is by somebody new, whatever it refers to. */
export const mayBeOf = ({ at }: Named, { askedAt }: Pick<ErasedPerson, 'askedAt'>): boolean =>
  at === undefined || at <= askedAt

/** Whether it names them. */
export function namesThem({ strings, isReadable }: Named, { channelId, contactIds }: ErasedPerson): boolean {
  if (contactIds.some(id => strings.has(id))) return true
  const isOnChannel = strings.has(channelId) || !isReadable
  return isOnChannel && [...strings].some(text => contactIds.includes(contactIdOf(channelId, text)))
}

/** For bodies that are not JSON. */
const BETWEEN_WORDS = /[\s"',;:<>[\]{}()]+/

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
/** After half an hour, messages in retry have been handled or parked; a consumer may be down for days. */
const LOOKS_MS = [30 * MINUTE_MS, ...[1, 2, 3, 4, 5, 6, 7].map(days => days * DAY_MS)]

/** When to look through parking next for somebody erased at `since`; undefined after the last time. */
export const nextLook = (since: Date, now: Date): Date | undefined =>
  LOOKS_MS.map(ms => new Date(since.getTime() + ms)).find(at => at > now)
