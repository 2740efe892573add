import type { accessAudited, contactErased, mediaReleased, messagesErased } from '@inbox/contracts'
import { messageIdOf } from '@inbox/kernel/derived-id'
import { contactIdOf } from './contact.ts'

/** A message that lies parked: nobody could handle it. */
export interface Parked {
  type?: string | undefined
  publishedAt?: Date | undefined
  body: string
}

/** Whom nothing that lies parked is to be left of. */
export interface ErasedPerson {
  channelId: string
  /** Our ids of them, and those that all their names lead to: what was called so is not stored. */
  contactIds: readonly string[]
  askedAt: Date
}

/** What a parked message names, and when it happened, as far as one can tell. */
export interface Named {
  strings: ReadonlySet<string>
  at: Date | undefined
  /** What may be our ids of conversations and messages. */
  ids: readonly string[]
  isReadable: boolean
}

/** What erases, where that could not be done yet, and that somebody has. */
const STAYS: ReadonlySet<string | undefined> = new Set<
  (typeof contactErased | typeof messagesErased | typeof mediaReleased | typeof accessAudited)['type']
>(['contact.erased', 'messages.erased', 'message.mediaReleased', 'access.audited'])

/** Undefined: it stays, whomever it names. */
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

/** Whether it tells of them before they were erased: what they have done since is of somebody new. */
export function isOfErased(
  { strings, at, isReadable }: Named,
  { channelId, contactIds, askedAt }: ErasedPerson
): boolean {
  if (at !== undefined && at > askedAt) return false
  if (contactIds.some(id => strings.has(id))) return true
  const isOnChannel = strings.has(channelId) || !isReadable
  return isOnChannel && [...strings].some(text => contactIds.includes(contactIdOf(channelId, text)))
}

/** Of what is no JSON. */
const BETWEEN_WORDS = /[\s"',;:<>[\]{}()]+/
