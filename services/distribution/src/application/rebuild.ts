import type { Clock } from '@inbox/kernel'
import { untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import { apply, type Update } from '../domain/apply.ts'
import type { Replica } from '../domain/replica.ts'
import type { Snapshots } from '../outbound/snapshots.ts'

/** Larger answers outlive the young generation, and the process stays larger for good. */
const PAGE = 250

/** Fills the replica from its owners' current state; retries until it succeeds or `signal` aborts (then it throws). */
export async function rebuild(
  replica: Replica,
  snapshots: Snapshots,
  { signal, clock, logger }: { signal: AbortSignal; clock: Clock; logger: Logger }
): Promise<void> {
  const fill = (part: Update[]) => {
    for (const update of part) apply(replica, update, clock.now().getTime())
  }
  const readConversations = async () => {
    for (let cursor: string | null | undefined; cursor !== null && !signal.aborted; ) {
      const { update, next } = await snapshots.conversations(PAGE, cursor)
      fill(update)
      cursor = next
    }
  }
  const repeat = (work: () => Promise<void>) =>
    untilDone(work, { signal, onError: error => logger.warn({ err: error }, 'no snapshot yet') })
  await Promise.all([
    repeat(async () => fill(await snapshots.directory())),
    repeat(async () => fill(await snapshots.presence())),
    repeat(readConversations)
  ])
}
