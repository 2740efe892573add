import { type WebhookData, type WebhookEventType, webhookEvents } from '@inbox/contracts'
import type { Deliveries } from '@inbox/delivery'
import { type Clock, Retryable } from '@inbox/kernel'
import { type WebhookEvent, webhookDelivery, webhookDeliveryIdOf } from '../domain/webhook-event.ts'
import type { WebhookAccounts } from '../outbound/webhook-accounts.ts'
import type { WebhookLog } from '../store/webhook-log.ts'

interface Dependencies {
  accounts: Pick<WebhookAccounts, 'all' | 'ready'>
  deliveries: Pick<Deliveries<WebhookEvent>, 'add'>
  log: Pick<WebhookLog, 'removeAbout'>
  /** Conversations whose contact was erased recently: events that were in hand meanwhile are not kept. */
  erased: { has(conversationId: string): boolean }
  clock: Clock
}

/** An event in the terms of webhooks; its data may contain more than they are sent. */
export interface Happened extends Omit<WebhookEvent, 'payload'> {
  /** The id of the event it comes from. */
  id: string
  type: WebhookEventType
  at: string
  data: unknown
}

/** Stores an event for each webhook subscribed to it; once, however often it is delivered. */
export const createNotifyWebhooks = ({ accounts, deliveries, log, erased, clock }: Dependencies) => {
  const asking = (type: WebhookEventType) =>
    [...accounts.all()].filter(({ active, deleted, events }) => active && !deleted && events.includes(type))
  return async ({ id, type, at, data, ...about }: Happened): Promise<void> => {
    if (!accounts.ready()) throw new Retryable('the webhooks are not known from the directory yet')
    const webhooks = asking(type)
    if (webhooks.length === 0) return
    const { version, data: schema } = webhookEvents[type]
    const payload = { type, version, timestamp: at, data: schema.parse(data) as WebhookData }
    const event = { payload, ...about }
    for (const webhook of webhooks)
      await deliveries.add(webhookDelivery(webhookDeliveryIdOf(webhook.id, id, event), webhook.id, event, clock.now()))
    const { conversationId } = about
    if (conversationId !== undefined && erased.has(conversationId)) await log.removeAbout({ conversationId })
  }
}
export type NotifyWebhooks = ReturnType<typeof createNotifyWebhooks>
