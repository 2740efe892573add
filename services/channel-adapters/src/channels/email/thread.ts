import { hash } from 'node:crypto'
import { tagOf, withoutTag } from './address.ts'

/** 96 bits in hexadecimal: servers may change the case of addresses. */
const TOKEN = /^[0-9a-f]{24}$/
const OURS = /^([^@\s]{1,210})\.([0-9a-f]{24})@[^@\s]+$/i

/** The id of the thread that begins with a mail. */
export const threadIdOf = (channelId: string, messageId: string): string =>
  hash('sha256', `${channelId}\n${messageId}`, 'hex').slice(0, 24)

/** The Message-ID of an answer: the same for every attempt, and replies to it identify its thread. */
export const messageIdOfAnswer = (deliveryId: string, threadId: string, domain: string): string =>
  `${deliveryId}.${threadId}@${domain}`

/** A mail that never existed: what we write before anybody has answered refers to it, so that others see one thread. */
export const rootOf = (threadId: string, domain: string): string => `${threadId}@${domain}`

/** The answer with this Message-ID, if it is one of ours. */
export function answerOf(messageId: string): { messageId: string; threadId: string } | undefined {
  const [, deliveryId, threadId] = OURS.exec(messageId) ?? []
  if (!deliveryId || !threadId) return undefined
  return { messageId: deliveryId.replace(/\.\d+$/, ''), threadId: threadId.toLowerCase() }
}

export interface Threading {
  channelId: string
  messageId: string
  /** The Message-IDs it refers to, from the first in the thread to the latest. */
  references: readonly string[]
  /** Every address it was sent to. */
  recipients: readonly string[]
  own: ReadonlySet<string>
  /** Threads by Message-ID, as far as the channel has seen them. */
  known: ReadonlyMap<string, string>
}

/**
 * Determines a mail's thread: by what it answers (ours or known), then by the token in an address of ours, then by
 * where it says the thread begins.
 */
export function threadOf({ channelId, messageId, references, recipients, own, known }: Threading): string {
  for (const reference of references.toReversed()) {
    const threadId = answerOf(reference)?.threadId ?? known.get(reference)
    if (threadId) return threadId
  }
  const tags = recipients.filter(address => own.has(withoutTag(address))).map(address => tagOf(address)?.toLowerCase())
  const token = tags.find(tag => tag !== undefined && TOKEN.test(tag))
  return token ?? threadIdOf(channelId, references[0] ?? messageId)
}
