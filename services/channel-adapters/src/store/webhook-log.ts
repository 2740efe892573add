import type { WebhookDeliveryState } from '@inbox/contracts'
import type { Delivery } from '@inbox/delivery'
import { type Collection, ensureIndexes, ofAny, storageCall } from '@inbox/storage'
import type { WebhookEvent } from '../domain/webhook-event.ts'
import { newestFirst, type Page, type PageOf } from './newest-first.ts'

type Stored = Delivery<WebhookEvent>

/** What was or is to be posted to webhooks, beside the engine that posts it. */
export interface WebhookLog {
  get(webhookId: string, deliveryId: string): Promise<Stored | undefined>
  page(of: { webhookId: string; state?: WebhookDeliveryState | undefined }, page: Page): Promise<PageOf<Stored>>
  /** Makes a waiting one due at `now`; false if it does not wait. */
  hurry(deliveryId: string, now: Date): Promise<boolean>
  /** Removes everything for a webhook. */
  removeOf(webhookId: string): Promise<void>
  /** Removes everything about these contacts, including what still waits. */
  removeAbout(about: { contactIds: readonly string[] } | { conversationId: string }): Promise<void>
  /** Removes some of what was over before `until`; returns how many. */
  removeBefore(until: Date): Promise<number>
}

const MAX_REMOVED = 500
const IN_STATE: Record<WebhookDeliveryState, object> = {
  waiting: { dueAt: { $exists: true } },
  delivered: { 'ending.kind': 'sent' },
  failed: { state: 'over', 'ending.kind': { $ne: 'sent' } }
}

export async function openWebhookLog(collection: Collection<Stored>): Promise<WebhookLog> {
  await ensureIndexes(collection, [
    { key: { target: 1, requestedAt: -1, _id: 1 }, name: 'log' },
    { key: { 'payload.conversationId': 1 }, name: 'conversation' },
    { key: { 'payload.contactId': 1 }, name: 'contact' }
  ])
  const all = ofAny(collection)
  const remove = async (filter: object) => void (await storageCall(() => all.deleteMany(filter)))
  return {
    get: async (webhookId, deliveryId) =>
      ((await storageCall(() => all.findOne({ _id: deliveryId, target: webhookId }))) ?? undefined) as
        | Stored
        | undefined,
    page: ({ webhookId, state }, page) =>
      newestFirst(collection, { target: webhookId, ...(state && IN_STATE[state]) }, page, 'requestedAt'),
    async hurry(deliveryId, now) {
      const update = { $set: { dueAt: now }, $inc: { version: 1 } }
      return (await storageCall(() => all.updateOne({ _id: deliveryId, state: 'waiting' }, update))).modifiedCount > 0
    },
    removeOf: webhookId => remove({ target: webhookId }),
    removeAbout: about =>
      remove(
        'contactIds' in about
          ? { 'payload.contactId': { $in: [...about.contactIds] } }
          : { 'payload.conversationId': about.conversationId }
      ),
    async removeBefore(until) {
      const old = { endedAt: { $lt: until } }
      const found = await storageCall(() => all.find(old, { projection: { _id: 1 }, limit: MAX_REMOVED }).toArray())
      await remove({ _id: { $in: found.map(({ _id }) => _id) } })
      return found.length
    }
  }
}
