import { disableWebhook, type WebhookDisabling } from '@inbox/contracts'
import { type Delivery, openDeliveries } from '@inbox/delivery'
import type { Client, MediaAddresses, OutboundClient, Route } from '@inbox/http'
import { type Clock, unwrap } from '@inbox/kernel'
import { type Broker, follow } from '@inbox/messaging'
import { startRepeating, startRetention } from '@inbox/runtime'
import { createRecentKeys, type Mongo } from '@inbox/storage'
import type { Logger } from '@inbox/telemetry'
import { createForgetInWebhooks } from '../application/forget-in-webhooks.ts'
import { createNotifyWebhooks } from '../application/notify-webhooks.ts'
import { createPostWebhook } from '../application/post-webhook.ts'
import { createRemoveOldWebhookLog } from '../application/remove-old-webhook-log.ts'
import { createResendWebhook } from '../application/resend-webhook.ts'
import { createWatchWebhooks } from '../application/watch-webhooks.ts'
import type { WebhookEvent } from '../domain/webhook-event.ts'
import { webhookAccounts } from '../outbound/webhook-accounts.ts'
import { type ChannelStateDocument, openChannelStates } from '../store/channel-states.ts'
import { openWebhookLog } from '../store/webhook-log.ts'
import { webhookRoutes } from './webhook-http.ts'
import { webhookChanges, webhookEventsFor } from './webhook-messages.ts'

interface Dependencies {
  broker: Broker
  mongo: Mongo
  /** Calls the directory. */
  directory: Client
  client: OutboundClient
  addresses: MediaAddresses
  leaseMs: number
  /** How long the log is kept, in days. */
  days: number | undefined
  clock: Clock
  logger: Logger
}

const HOUR_MS = 3_600_000

/** Posts events to other systems, with the same engine as answers; whatever kinds of channels this process serves. */
export async function startWebhooks(given: Dependencies): Promise<AsyncDisposable & { routes: Route[] }> {
  const { broker, mongo, directory, client, addresses, leaseMs, days, clock, logger } = given
  await using stack = new AsyncDisposableStack()
  const collection = mongo.collection<Delivery<WebhookEvent>>('webhook_deliveries')
  const log = await openWebhookLog(collection)
  const states = openChannelStates(mongo.collection<ChannelStateDocument>('webhook_states'))
  const disable = async (id: string, url: string, why: WebhookDisabling) => {
    const told = await directory.call(disableWebhook, { params: { id }, body: { ...why, url } })
    // a webhook deleted meanwhile accepts nothing, either
    return !told.ok && told.error.code === 'not-found' ? { active: false } : unwrap(told)
  }
  // without any webhook there is no broker queue for them; deleted ones count, so that none is left behind
  let consuming: AsyncDisposable | undefined
  const removed = new Set<string>()
  const accounts = webhookAccounts(
    directory,
    async () => {
      const all = [...accounts.all()]
      if (all.length > 0) consume()
      for (const { id } of all.filter(({ deleted }) => deleted)) {
        if (removed.has(id)) continue
        await log.removeOf(id)
        removed.add(id)
      }
    },
    logger
  )
  stack.use(accounts)
  const watch = createWatchWebhooks({ states, accounts, deliveries: () => deliveries, disable, clock, logger })
  const deliveries = stack.use(
    await openDeliveries({
      collection,
      send: createPostWebhook({ accounts, client, addresses, disable, clock }),
      isIdempotent: () => true,
      entriesOf: () => [],
      onHealth: watch.seen,
      types: [],
      publish: broker.publish,
      clock,
      logger,
      leaseMs
    })
  )
  const erased = createRecentKeys(HOUR_MS)
  const notify = createNotifyWebhooks({ accounts, deliveries, log, erased, clock })
  const consumer = webhookEventsFor(notify, createForgetInWebhooks(log, erased))
  const consume = () => {
    consuming ??= broker.consume(consumer)
  }
  stack.defer(() => consuming?.[Symbol.asyncDispose]())
  const changed = async ({ id, active }: { id: string; active: boolean }) => {
    await accounts.refresh()
    if (!active) return
    watch.seen(id, { state: 'connected' })
    deliveries.reconnect(id)
  }
  stack.use(follow(broker, webhookChanges(changed), accounts.refresh))
  const failed = (error: unknown) => logger.warn({ err: error }, 'checking for failing webhooks failed; will retry')
  stack.use(startRepeating(HOUR_MS, watch.disableFailing, failed))
  const notRemoved = (error: unknown) =>
    logger.warn({ err: error }, 'removing old webhook deliveries failed; will retry')
  if (days) stack.use(startRetention(createRemoveOldWebhookLog({ log, clock, logger, days }), notRemoved))
  const resend = createResendWebhook({ accounts, log, deliveries, clock })
  const kept = stack.move()
  return {
    routes: webhookRoutes({ accounts, deliveries, states, log, resend }),
    [Symbol.asyncDispose]: () => kept.disposeAsync()
  }
}
