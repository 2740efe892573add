import { createHmac } from 'node:crypto'

/** Our side of a chat, as identified in webhooks. */
export interface BusinessIdentity {
  businessAccountId: string
  phoneNumberId: string
  /** Digits. */
  displayPhoneNumber: string
}

export interface Change {
  field: string
  value: Record<string, unknown>
}
export interface Notification {
  object: 'whatsapp_business_account'
  entry: { id: string; changes: Change[] }[]
}

/** One change of one account; several make a batch (`merged`). [Meta: webhooks] */
export const notification = (businessAccountId: string, ...changes: Change[]): Notification => ({
  object: 'whatsapp_business_account',
  entry: [{ id: businessAccountId, changes }]
})

/** Merges several notifications into one request, with an entry for each account. */
export function merged(notifications: readonly Notification[]): Notification {
  const entry = Map.groupBy(
    notifications.flatMap(each => each.entry),
    ({ id }) => id
  )
  return {
    object: 'whatsapp_business_account',
    entry: [...entry].map(([id, entries]) => ({ id, changes: entries.flatMap(({ changes }) => changes) }))
  }
}

/** A change of a number, with what every such change begins with. */
export const change = (business: BusinessIdentity, field: string, more: Record<string, unknown>): Change => ({
  field,
  value: {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: business.displayPhoneNumber, phone_number_id: business.phoneNumberId },
    ...more
  }
})

/** HMAC-SHA256 of the raw body with the app secret, for `X-Hub-Signature-256`. [facts on webhooks] */
export const signatureOf = (body: string | Uint8Array, appSecret: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`

/** Meta's times are in seconds, as strings, so a burst shares one. [waha#1945] */
export const seconds = (ms: number): string => String(Math.floor(ms / 1000))
