import type { Presence } from '@inbox/contracts'
import { ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import { type Choice, type ChoiceCause, chooseStatus } from '../domain/choose-status.ts'
import type { LastKnown } from '../store/last-known.ts'
import type { Presences } from '../store/presences.ts'

const TRIES = 5

/** Sets an agent's status as requested, if the rules allow it. */
export type ChangeStatus = (id: string, wish: Choice, cause: ChoiceCause) => Promise<Result<Presence, Rejection>>

export function createChangeStatus(
  presences: Pick<Presences, 'read' | 'choose' | 'restore'>,
  lastKnown: Pick<LastKnown, 'of' | 'take'>
): ChangeStatus {
  const find = async (id: string) => {
    const [found] = await presences.read([id])
    if (found || lastKnown.of([id]).length === 0) return found
    await presences.restore(lastKnown.of([id]))
    return (await presences.read([id]))[0]
  }
  return async (id, wish, cause) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const now = await find(id)
      const choice = chooseStatus(now && { ...now.presence, chosen: now.chosen }, wish, cause)
      if (!choice) return now ? ok(now.presence) : reject('not-found', `Agent ${id} has not been seen yet`)
      const after = await presences.choose(id, now?.presence.version, choice, cause)
      if (!after) continue
      lastKnown.take(after.presence)
      return ok(after.presence)
    }
    throw new Retryable(`the presence of ${id} keeps changing`)
  }
}
