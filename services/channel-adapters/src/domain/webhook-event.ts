import type { WebhookPayload } from '@inbox/contracts'

/** An event as webhooks are told it, and whom it is about: it is forgotten with them. */
export interface WebhookEvent {
  payload: WebhookPayload
  conversationId?: string
  contactId?: string
}

const DAY_MS = 86_400_000

/** The same whenever the event comes again; all of one webhook begin with its id and a dot. */
export const webhookDeliveryIdOf = (webhookId: string, eventId: string, { payload }: WebhookEvent): string =>
  // a conversation begins with the event that tells its first status
  `${webhookId}.${eventId}${payload.type === 'conversation.created' ? '.created' : ''}`

/** What is to be posted from `now` on, for a day. */
export const webhookDelivery = (id: string, webhookId: string, event: WebhookEvent, now: Date) => ({
  id,
  target: webhookId,
  kind: 'webhook',
  // of one conversation nothing is posted before what came earlier is over
  line: `${webhookId} ${event.conversationId ?? event.contactId}`,
  payload: event,
  requestedAt: now,
  until: new Date(now.getTime() + DAY_MS)
})

/** Which secrets sign at `now`. */
export const validSecrets = (
  secrets: readonly { secret: string; expiresAt?: string | undefined }[],
  now: Date
): string[] =>
  secrets
    .filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > now.getTime())
    .map(each => each.secret)
