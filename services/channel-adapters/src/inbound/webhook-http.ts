import { listWebhookDeliveries, listWebhookHealth, resendWebhookDelivery, type WebhookDelivery } from '@inbox/contracts'
import type { Deliveries, Delivery } from '@inbox/delivery'
import { type Route, route } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import type { ResendWebhook } from '../application/resend-webhook.ts'
import type { WebhookEvent } from '../domain/webhook-event.ts'
import type { WebhookAccounts } from '../outbound/webhook-accounts.ts'
import type { ChannelStates } from '../store/channel-states.ts'
import type { WebhookLog } from '../store/webhook-log.ts'

interface Dependencies {
  accounts: Pick<WebhookAccounts, 'get' | 'all' | 'refresh'>
  deliveries: Pick<Deliveries<WebhookEvent>, 'backlogs'>
  states: Pick<ChannelStates, 'all'>
  log: Pick<WebhookLog, 'page'>
  resend: ResendWebhook
}

/** What administrators ask about webhooks. */
export const webhookRoutes = ({ accounts, deliveries, states, log, resend }: Dependencies): Route[] => [
  route(listWebhookDeliveries, async ({ params: { id }, query: { state, cursor, limit } }) => {
    if (!isThere(accounts.get(id))) return reject('not-found', 'No such webhook')
    const { items, nextCursor } = await log.page({ webhookId: id, state }, { cursor, limit })
    return ok({ items: items.map(shown), nextCursor })
  }),
  route(resendWebhookDelivery, ({ params: { id, deliveryId } }) => resend(id, deliveryId)),
  route(listWebhookHealth, async () => {
    const [stored, backlogs] = await Promise.all([states.all(), deliveries.backlogs()])
    const items = [...accounts.all()].filter(isThere).map(({ id }) => {
      const { sending } = stored.get(id) ?? {}
      const backlog = backlogs.get(id)
      const failing = sending?.state === 'failing' && {
        since: sending.since.toISOString(),
        ...(sending.error !== undefined && { error: sending.error })
      }
      return {
        webhookId: id,
        state: failing ? ('failing' as const) : ('connected' as const),
        ...failing,
        waiting: backlog?.count ?? 0,
        ...(backlog && { oldest: backlog.oldest.toISOString() })
      }
    })
    return ok({ items })
  })
]

const isThere = (account: { deleted?: boolean | undefined } | undefined): boolean =>
  account !== undefined && !account.deleted

const shown = (delivery: Delivery<WebhookEvent>): WebhookDelivery => {
  const { _id, state, requestedAt, attempts, dueAt, endedAt, ending, error, answer, payload } = delivery
  return {
    id: _id,
    state: state !== 'over' ? 'waiting' : ending?.kind === 'sent' ? 'delivered' : 'failed',
    createdAt: requestedAt.toISOString(),
    attempts,
    ...(state === 'waiting' && dueAt && attempts > 0 && { nextAttemptAt: dueAt.toISOString() }),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    ...(error !== undefined && ending?.kind !== 'sent' && { error }),
    ...(answer && { answer: { ...answer, at: answer.at.toISOString() } }),
    payload: payload.payload
  }
}
