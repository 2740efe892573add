import type { Clock } from '@inbox/kernel'
import { inBatches, keptSince } from '@inbox/runtime'
import { counter, type Logger } from '@inbox/telemetry'
import type { Audit } from '../store/audit.ts'

interface Dependencies {
  audit: Pick<Audit, 'removeBefore'>
  clock: Clock
  logger: Logger
  /** How many days the audit is kept. */
  days: number
}

const removed = counter('retention_removed_total', 'Items removed at the end of their retention period', ['kind'])

/** Removes entries recorded too long ago, in small batches. */
export const createRemoveOldAudit =
  ({ audit, clock, logger, days }: Dependencies) =>
  async (signal: AbortSignal): Promise<void> => {
    const until = keptSince(clock.now(), days)
    await inBatches(
      () => audit.removeBefore(until),
      signal,
      count => {
        removed.inc({ kind: 'auditEntries' }, count)
        logger.info({ count, days }, 'removed old entries from the audit log')
      }
    )
  }
