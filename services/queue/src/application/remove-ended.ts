import type { Clock } from '@inbox/kernel'
import type { Broker } from '@inbox/messaging'
import { inBatches, keptSince, newId } from '@inbox/runtime'
import { counter, type Logger } from '@inbox/telemetry'
import type { RetentionPeriod } from '../domain/retention-period.ts'
import { publishReleases } from '../outbound/publish-releases.ts'
import type { Ended, Removals } from '../store/removals.ts'

interface Dependencies {
  removals: Removals
  broker: Pick<Broker, 'publish'>
  clock: Clock
  logger: Logger
  periods: readonly RetentionPeriod[]
}

export type RemoveEnded = (signal: AbortSignal) => Promise<void>

const removed = counter('retention_removed_total', 'Items removed at the end of their retention period', ['kind'])

/**
 * Removes conversations that ended too long ago: first the conversation, under a record that stays until all that
 * belongs to it is gone, so that any process can continue where one was killed. The history keeps figures, but no
 * words.
 */
export const createRemoveEnded = ({ removals, broker, clock, logger, periods }: Dependencies): RemoveEnded => {
  const removeMessages = async (id: string) => {
    const origin = { correlationId: newId() }
    for (let page = await removals.messagesOf(id); page.length > 0; page = await removals.messagesOf(id)) {
      // before the messages go: only they know their files
      await publishReleases(broker, page, origin, clock.now())
      await removals.removeMessages(page)
      removed.inc({ kind: 'messages' }, page.length)
    }
  }
  const remove = async (ended: Ended, until: Date): Promise<boolean> => {
    const { id, contactId } = ended
    if (!(await removals.begin(ended, clock.now()))) return false
    await removeMessages(id)
    await removals.removeWords(id)
    if (await removals.removeContact(contactId, until)) removed.inc({ kind: 'contacts' })
    await removals.finish(id)
    removed.inc({ kind: 'conversations' })
    return true
  }
  const removeAll = async (all: Ended[], until: Date, signal: AbortSignal): Promise<number> => {
    let count = 0
    for (const each of all) {
      if (signal.aborted) break
      const done = await remove(each, until).catch(error => {
        logger.warn({ err: error, conversationId: each.id }, 'could not remove a conversation; will retry')
        return false
      })
      if (done) count++
    }
    return count
  }
  const shortest = Math.min(...periods.map(({ days }) => days))
  const batch = async (signal: AbortSignal): Promise<number> => {
    const now = clock.now()
    let count = 0
    for (const { days, departmentId } of periods) {
      const until = keptSince(now, days)
      count += await removeAll(await removals.endedBefore(until, departmentId), until, signal)
    }
    // whatever removal was begun was due, whichever period applied
    const latest = keptSince(now, shortest)
    return count + (await removeAll(await removals.abandoned(latest, now), latest, signal))
  }
  return signal =>
    inBatches(
      () => batch(signal),
      signal,
      count => logger.info({ count, periods }, 'removed conversations that ended too long ago to be kept')
    )
}
