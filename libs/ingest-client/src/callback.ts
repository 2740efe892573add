import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Content } from './message.ts'

/** What we post to an adapter. */
export type Callback = OutboundMessage | OutboundReaction | ConnectionTest

/** An administrator tests the connection: answer 2xx to pass. */
export interface ConnectionTest {
  type: 'connection.test'
  timestamp: string
  data: { channelId: string }
}

/** An agent's answer, to be sent to the contact. */
export interface OutboundMessage {
  type: 'message.outbound'
  timestamp: string
  data: {
    /** Our id for it; the header `webhook-id` changes if somebody sends the message again. */
    messageId: string
    conversationId: string
    channelId: string
    contact: { id: string; name?: string }
    /** Its topic, if your channel has topics. */
    thread?: { id: string; subject?: string }
    author: { name?: string }
    content: Content
  }
}

/** An agent reacted to the contact's message, replacing your side's earlier reaction; without `emoji`, removes it. */
export interface OutboundReaction {
  type: 'reaction.outbound'
  timestamp: string
  data: Omit<OutboundMessage['data'], 'content'> & {
    /** The message, by our id and by yours. */
    to: { messageId: string; providerMessageId?: string }
    emoji?: string
  }
}

/** The request is not from us, or too old to be trusted. */
export class CallbackError extends Error {
  override readonly name = 'CallbackError'
}

const PREFIX = 'whsec_'
const TOLERANCE_MS = 300_000

/**
 * The content of a request, and the id that its repetitions share. `body` is the raw body, `secret` the channel's
 * (`whsec_` and Base64). Throws CallbackError if the signature is missing, wrong, or older than five minutes.
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
    throw new CallbackError('the webhook timestamp is too old or in the future')
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
  if (!signatures.split(' ').some(signature => isSame(signature, expected)))
    throw new CallbackError('the signature does not match')
  return { ...(JSON.parse(Buffer.from(body as Uint8Array).toString('utf8')) as Callback), id }
}

/** There may be several signatures while a secret is being rotated. */
function isSame(signature: string, expected: Buffer): boolean {
  const [version, encoded = ''] = signature.split(',')
  const given = Buffer.from(encoded, 'base64')
  return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
}
