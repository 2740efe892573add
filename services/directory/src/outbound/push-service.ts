import { createECDH } from 'node:crypto'
import { Readable } from 'node:stream'
import type { PushSubscription } from '@inbox/contracts'
import type { OutboundClient } from '@inbox/http'
import { acceptedOf, currentOf } from '@inbox/kernel'
import webPush from 'web-push'
import type { Push } from '../domain/offer-push.ts'

const TIMEOUT_MS = 10_000

/** Who we are to the services that browsers are notified through (VAPID, RFC 8292). */
export interface Vapid {
  /** Keys of P-256, 32 bytes in base64url, by commas: browsers are told the first, and there are some that know another. */
  privateKey: string
  /** Whom its people may write to: `mailto:` or `https:`. */
  subject: string
}

/** The key by which browsers know us: of several the first. */
export function publicKeyOf(privateKeys: string): string {
  const privateKey = currentOf(privateKeys)
  const key = createECDH('prime256v1')
  key.setPrivateKey(privateKey, 'base64url')
  return key.getPublicKey('base64url')
}

/** `gone`: nobody is there any more. */
export type PushOutcome = 'sent' | 'gone' | 'failed'
export type SendPush = (to: PushSubscription, push: Push) => Promise<PushOutcome>

/** What push services say to another key than that by which the browser knows us; each has its own word for it. */
const ANOTHER_KEY = [400, 401, 403]

/** Encrypts for one browser (RFC 8291) and posts it where that said, which is anywhere: only public addresses are called. */
export function createSendPush(client: Pick<OutboundClient, 'call'>, { privateKey: keys, subject }: Vapid): SendPush {
  const known = acceptedOf(keys).map(privateKey => ({ subject, privateKey, publicKey: publicKeyOf(privateKey) }))
  const post = async (to: PushSubscription, { payload, ttlSeconds }: Push, vapidDetails: (typeof known)[number]) => {
    const { endpoint, headers, body } = webPush.generateRequestDetails(to, JSON.stringify(payload), {
      ...{ vapidDetails, TTL: ttlSeconds, urgency: 'high', contentEncoding: 'aes128gcm' },
      // a later one about the same conversation takes its place while the device sleeps
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
