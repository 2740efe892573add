import type { Clock } from '@inbox/kernel'
import { counter, type Logger } from '@inbox/telemetry'
import { thumbnailKey } from '../domain/thumbnail-key.ts'
import type { ByteStore } from '../store/bytes.ts'
import type { Media } from '../store/media.ts'

interface Dependencies {
  media: Pick<Media, 'overdue' | 'forget'>
  bytes: Pick<ByteStore, 'remove'>
  clock: Clock
  logger: Logger
}

const removed = counter('media_removed_total', 'Files removed because no message names them, or no longer does')

/** Removes files that no message names, or named in time: bytes, then record, so that a crash leaves nothing behind. */
export const createRemoveUnnamed =
  ({ media, bytes, clock, logger }: Dependencies): (() => Promise<void>) =>
  async () => {
    for (;;) {
      const ids = await media.overdue(clock.now())
      for (const id of ids) {
        await bytes.remove(id)
        await bytes.remove(thumbnailKey(id))
        await media.forget(id)
        removed.inc()
      }
      if (ids.length === 0) return
      logger.info({ count: ids.length }, 'removed files that no message names')
    }
  }
