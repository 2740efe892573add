import type { Deliveries } from '@inbox/delivery'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { type WebhookEvent, webhookDelivery } from '../domain/webhook-event.ts'
import type { WebhookAccounts } from '../outbound/webhook-accounts.ts'
import type { WebhookLog } from '../store/webhook-log.ts'

interface Dependencies {
  accounts: Pick<WebhookAccounts, 'get'>
  log: Pick<WebhookLog, 'get' | 'hurry'>
  deliveries: Pick<Deliveries<WebhookEvent>, 'add' | 'reconnect'>
  clock: Clock
}

export type ResendWebhook = (webhookId: string, deliveryId: string) => Promise<Result<{ id: string }, Rejection>>

/** Posts an event once more: a waiting one now; one that is over gets a new id, so it is no repetition. */
export function createResendWebhook({ accounts, log, deliveries, clock }: Dependencies): ResendWebhook {
  return async (webhookId, deliveryId) => {
    const found = await log.get(webhookId, deliveryId)
    if (!found) return reject('not-found', 'No such delivery')
    if (!accounts.get(webhookId)?.active) return reject('webhook-inactive', 'The webhook is not active')
    if (found.state !== 'over') {
      await log.hurry(deliveryId, clock.now())
      deliveries.reconnect(webhookId)
      return ok({ id: deliveryId })
    }
    const id = `${deliveryId}.${newId()}`
    await deliveries.add(webhookDelivery(id, webhookId, found.payload, clock.now()))
    return ok({ id })
  }
}
