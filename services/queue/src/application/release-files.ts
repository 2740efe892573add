import type { Clock } from '@inbox/kernel'
import type { Broker } from '@inbox/messaging'
import { inBatches, keptSince, newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { RetentionPeriod } from '../domain/retention-period.ts'
import { filesNamedBy } from '../outbound/events.ts'
import { publishReleases } from '../outbound/publish-releases.ts'
import type { FileReleases } from '../store/file-releases.ts'

interface Dependencies {
  fileReleases: FileReleases
  broker: Pick<Broker, 'publish'>
  clock: Clock
  logger: Logger
  periods: readonly RetentionPeriod[]
}

const ENDED = ['closed', 'inactive'] as const

/**
 * Releases the files of conversations that ended too long ago to keep them: media removes those that no other message
 * names. The messages stay, with the names of their files, and say that these are gone. Publishing a release twice, or
 * again when the conversation is removed, changes nothing.
 */
export const createReleaseFiles = ({ fileReleases, broker, clock, logger, periods }: Dependencies) => {
  const release = async (id: string, until: Date) => {
    const messages = (await fileReleases.messagesOf(id, until)).filter(message => filesNamedBy(message).length > 0)
    // first, so that nobody is given addresses of what is gone
    await fileReleases.markGone(messages)
    await publishReleases(broker, messages, { correlationId: newId() }, clock.now())
  }
  const batch = async (signal: AbortSignal): Promise<number> => {
    let count = 0
    for (const { days, departmentId } of periods)
      for (const status of ENDED) {
        const until = keptSince(clock.now(), days)
        const page = await fileReleases.next(status, until, departmentId)
        if (!page || signal.aborted) continue
        for (const id of page.ids) await release(id, until)
        // only now: if we crash in between, the next run publishes the same releases again
        await fileReleases.advance(status, page.next, departmentId)
        count += page.ids.length
      }
    return count
  }
  return (signal: AbortSignal): Promise<void> =>
    inBatches(
      () => batch(signal),
      signal,
      count =>
        logger.info({ count, periods }, 'released the files of conversations that ended too long ago to keep them')
    )
}
