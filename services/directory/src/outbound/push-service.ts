import { createECDH } from 'node:crypto'
import { Readable } from 'node:stream'
import type { PushSubscription } from '@inbox/contracts'
import type { OutboundClient } from '@inbox/http'
import webPush from 'web-push'
import type { Push } from '../domain/offer-push.ts'

const TIMEOUT_MS = 10_000

/** Who we are to the services that browsers are notified through (VAPID, RFC 8292). */
export interface Vapid {
  /** The key of P-256, 32 bytes in base64url. */
  privateKey: string
  /** Whom its people may write to: `mailto:` or `https:`. */
  subject: string
}

/** The key by which browsers know us. */
export function publicKeyOf(privateKey: string): string {
  const key = createECDH('prime256v1')
  key.setPrivateKey(privateKey, 'base64url')
  return key.getPublicKey('base64url')
}

/** `gone`: nobody is there any more. */
export type PushOutcome = 'sent' | 'gone' | 'failed'
export type SendPush = (to: PushSubscription, push: Push) => Promise<PushOutcome>

/** Encrypts for one browser (RFC 8291) and posts it where that said, which is anywhere: only public addresses are called. */
export function createSendPush(client: Pick<OutboundClient, 'call'>, { privateKey, subject }: Vapid): SendPush {
  const vapidDetails = { subject, privateKey, publicKey: publicKeyOf(privateKey) }
  return async (to, { payload, ttlSeconds }) => {
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
    if (status === 404 || status === 410) return 'gone'
    return status >= 200 && status < 300 ? 'sent' : 'failed'
  }
}
