import type { Clock } from '@inbox/kernel'
import { inBatches, keptSince } from '@inbox/runtime'
import { counter, type Logger } from '@inbox/telemetry'
import type { WebhookLog } from '../store/webhook-log.ts'

interface Dependencies {
  log: Pick<WebhookLog, 'removeBefore'>
  clock: Clock
  logger: Logger
  /** How many days entries are kept. */
  days: number
}

const removed = counter('retention_removed_total', 'Items removed at the end of their retention period', ['kind'])

/** Removes what was posted to webhooks too long ago, in small batches. */
export const createRemoveOldWebhookLog =
  ({ log, clock, logger, days }: Dependencies) =>
  async (signal: AbortSignal): Promise<void> => {
    const until = keptSince(clock.now(), days)
    await inBatches(
      () => log.removeBefore(until),
      signal,
      count => {
        removed.inc({ kind: 'webhookDeliveries' }, count)
        logger.info({ count, days }, 'removed old webhook deliveries from the log')
      }
    )
  }
