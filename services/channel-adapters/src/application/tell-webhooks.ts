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
  /** Conversations whose contact was erased lately: what was in hand meanwhile is not kept. */
  erased: { has(conversationId: string): boolean }
  clock: Clock
}

/** What has happened, in the words of webhooks; its data may say more than they are told. */
export interface Happened extends Omit<WebhookEvent, 'payload'> {
  /** Of the event that it comes from. */
  id: string
  type: WebhookEventType
  at: string
  data: unknown
}

/** Stores an event for each webhook that asks for it; once, however often it comes. */
export const createTellWebhooks = ({ accounts, deliveries, log, erased, clock }: Dependencies) => {
  const asking = (type: WebhookEventType) =>
    [...accounts.all()].filter(({ active, deleted, events }) => active && !deleted && events.includes(type))
  return async ({ id, type, at, data, ...about }: Happened): Promise<void> => {
    if (!accounts.ready()) throw new Retryable('the directory has not told yet who is told of events')
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
export type TellWebhooks = ReturnType<typeof createTellWebhooks>
