import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Content } from './message.ts'

/** What we post to an adapter. */
export type Callback = OutboundMessage | OutboundReaction | ConnectionTest

/** An administrator tests the connection: whoever answers 2xx has passed. */
export interface ConnectionTest {
  type: 'connection.test'
  timestamp: string
  data: { channelId: string }
}

/** An answer of an agent that is to leave. */
export interface OutboundMessage {
  type: 'message.outbound'
  timestamp: string
  data: {
    /** Ours; the header `webhook-id` is another one when somebody sends it again. */
    messageId: string
    conversationId: string
    channelId: string
    contact: { id: string; name?: string }
    /** The topic that it belongs to, if your channel has them. */
    thread?: { id: string; subject?: string }
    author: { name?: string }
    content: Content
  }
}

/** An agent reacted to a message of the contact, in place of an earlier reaction of your side's to it; without `emoji` that is taken back. */
export interface OutboundReaction {
  type: 'reaction.outbound'
  timestamp: string
  data: Omit<OutboundMessage['data'], 'content'> & {
    /** The message, as we and as you call it. */
    to: { messageId: string; providerMessageId?: string }
    emoji?: string
  }
}

/** A request that is not ours, or too old to be believed. */
export class CallbackError extends Error {
  override readonly name = 'CallbackError'
}

const PREFIX = 'whsec_'
const TOLERANCE_MS = 300_000

/**
 * What a request brings, and the id that repetitions of it share. `body` is the raw body, `secret` that of the channel
 * (`whsec_` and Base64). Throws CallbackError if the signature is missing or wrong, or older than five minutes.
 */
export function readCallback(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string | Uint8Array,
  secret: string,
  now: number = Date.now()
): Callback & { id: string } {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map(name => headers[`webhook-${name}`])
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string')
    throw new CallbackError('the headers of a signed webhook are missing')
  if (!(Math.abs(Number(timestamp) * 1000 - now) <= TOLERANCE_MS))
    throw new CallbackError('the webhook is not of this moment')
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
  if (!signatures.split(' ').some(signature => isSame(signature, expected)))
    throw new CallbackError('the signature is not ours')
  return { ...(JSON.parse(Buffer.from(body as Uint8Array).toString('utf8')) as Callback), id }
}

/** Several signatures may stand beside each other, while a secret is being changed. */
function isSame(signature: string, expected: Buffer): boolean {
  const [version, encoded = ''] = signature.split(',')
  const given = Buffer.from(encoded, 'base64')
  return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
}
