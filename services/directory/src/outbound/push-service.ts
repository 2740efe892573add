import { createECDH } from 'node:crypto'
import { Readable } from 'node:stream'
import type { PushSubscription } from '@inbox/contracts'
import type { OutboundClient } from '@inbox/http'
import { acceptedOf, currentOf } from '@inbox/kernel'
import webPush from 'web-push'
import type { Push } from '../domain/offer-push.ts'

const TIMEOUT_MS = 10_000

/** Who we are to the push services of browsers (VAPID, RFC 8292). */
export interface Vapid {
  /** P-256 keys, 32 bytes in base64url, separated by commas: browsers are told the first, but some know another. */
  privateKey: string
  /** Where the operators of a push service can reach us: `mailto:` or `https:`. */
  subject: string
}

/** The key by which browsers know us: the first if there are several. */
export function publicKeyOf(privateKeys: string): string {
  const privateKey = currentOf(privateKeys)
  const key = createECDH('prime256v1')
  key.setPrivateKey(privateKey, 'base64url')
  return key.getPublicKey('base64url')
}

/** `gone`: the browser no longer wants notifications. */
export type PushOutcome = 'sent' | 'gone' | 'failed'
export type SendPush = (to: PushSubscription, push: Push) => Promise<PushOutcome>

/** The responses to a key other than the one by which the browser knows us; push services differ in which they use. */
const ANOTHER_KEY = [400, 401, 403]

/**
 * Encrypts for one browser (RFC 8291) and posts to the address it gave. That may be any, so only public ones are
 * called.
 */
export function createSendPush(client: Pick<OutboundClient, 'call'>, { privateKey: keys, subject }: Vapid): SendPush {
  const known = acceptedOf(keys).map(privateKey => ({ subject, privateKey, publicKey: publicKeyOf(privateKey) }))
  const post = async (to: PushSubscription, { payload, ttlSeconds }: Push, vapidDetails: (typeof known)[number]) => {
    const { endpoint, headers, body } = webPush.generateRequestDetails(to, JSON.stringify(payload), {
      ...{ vapidDetails, TTL: ttlSeconds, urgency: 'high', contentEncoding: 'aes128gcm' },
      // a later one about the same conversation replaces it while the device sleeps
      topic: payload.conversationId.replace(/[^\w-]/g, '').slice(-32)
    })
    const given = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]))
    const { status } = await client.call({
      method: 'POST',
      url: endpoint,
      headers: given,
      body: Readable.from([body]),
      signal: AbortSignal.timeout(TIMEOUT_MS)
    })
    return status
  }
  return async (to, push) => {
    let status = 0
    for (const vapidDetails of known) {
      status = await post(to, push, vapidDetails)
      if (!ANOTHER_KEY.includes(status)) break
    }
    if (status === 404 || status === 410) return 'gone'
    return status >= 200 && status < 300 ? 'sent' : 'failed'
  }
}
