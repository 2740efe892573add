import type { Clock } from '@inbox/kernel'
import { keptSince, pause } from '@inbox/runtime'
import { counter, type Logger } from '@inbox/telemetry'
import type { Audit } from '../store/audit.ts'

interface Dependencies {
  audit: Pick<Audit, 'removeBefore'>
  clock: Clock
  logger: Logger
  /** How many days the audit is kept. */
  days: number
}

/** Between batches, so that whatever is asked meanwhile is answered first. */
const BREATH_MS = 50

const removed = counter('retention_removed_total', 'What was kept for as long as it is to be, and was removed', [
  'kind'
])

/** Removes what was recorded too long ago, in small parts. */
export const createRemoveOldAudit =
  ({ audit, clock, logger, days }: Dependencies) =>
  async (signal: AbortSignal): Promise<void> => {
    const until = keptSince(clock.now(), days)
    for (let count = await audit.removeBefore(until); count > 0; count = await audit.removeBefore(until)) {
      removed.inc({ kind: 'auditEntries' }, count)
      logger.info({ count, days }, 'removed from the audit what is kept no longer')
      await pause(BREATH_MS, signal)
      if (signal.aborted) return
    }
  }
