import type { WebhookPayload } from '@inbox/contracts'

/** An event as sent to webhooks, and whom it is about: it is erased with them. */
export interface WebhookEvent {
  payload: WebhookPayload
  conversationId?: string
  contactId?: string
}

const DAY_MS = 86_400_000

/** The same whenever the event is redelivered; all of one webhook's ids begin with its id and a dot. */
export const webhookDeliveryIdOf = (webhookId: string, eventId: string, { payload }: WebhookEvent): string =>
  // the event with a conversation's first status also stands for its beginning
  `${webhookId}.${eventId}${payload.type === 'conversation.created' ? '.created' : ''}`

/** A delivery of the event, to be posted from `now` on, for a day. */
export const webhookDelivery = (id: string, webhookId: string, event: WebhookEvent, now: Date) => ({
  id,
  target: webhookId,
  kind: 'webhook',
  // for one conversation, nothing is posted before what came earlier is over
  line: `${webhookId} ${event.conversationId ?? event.contactId}`,
  payload: event,
  requestedAt: now,
  until: new Date(now.getTime() + DAY_MS)
})

/** The secrets that sign at `now`. */
export const validSecrets = (
  secrets: readonly { secret: string; expiresAt?: string | undefined }[],
  now: Date
): string[] =>
  secrets
    .filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > now.getTime())
    .map(each => each.secret)
