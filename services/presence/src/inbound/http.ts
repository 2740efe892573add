import { listPresence, type Presence, postBeats, putStatus } from '@inbox/contracts'
import { type Caller, type Route, route } from '@inbox/http'
import { ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import { counter } from '@inbox/telemetry'
import { type Choice, type ChoiceCause, chooseStatus } from '../domain/choose-status.ts'
import type { LastKnown } from '../store/last-known.ts'
import type { Batch, Presences } from '../store/presences.ts'

interface Dependencies {
  presences: Presences
  lastKnown: Pick<LastKnown, 'of' | 'take'>
}

const TRIES = 5
const beats = counter('presence_beats_total', 'Proofs of life and seen closes taken in')

/** Everything that wakes presence from outside: beats of gateways, choices, questions. */
export function routes({ presences, lastKnown }: Dependencies): Route[] {
  const recordBeats = async (batch: Batch) => {
    const unknown = new Set(await presences.beats(batch, false))
    if (unknown.size === 0) return
    await presences.restore(lastKnown.of([...unknown]))
    const ofUnknown = (items: Batch['beats']) => items.filter(({ agentId }) => unknown.has(agentId))
    await presences.beats({ ...batch, beats: ofUnknown(batch.beats), closed: ofUnknown(batch.closed) }, true)
  }

  const find = async (id: string) => {
    const [found] = await presences.read([id])
    if (found || lastKnown.of([id]).length === 0) return found
    await presences.restore(lastKnown.of([id]))
    return (await presences.read([id]))[0]
  }
  const choose = async (id: string, wish: Choice, cause: ChoiceCause): Promise<Result<Presence, Rejection>> => {
    for (let tries = 0; tries < TRIES; tries++) {
      const now = await find(id)
      const choice = chooseStatus(now && { ...now.presence, chosen: now.chosen }, wish, cause)
      if (!choice) return now ? ok(now.presence) : reject('not-found', `Nobody has seen ${id} yet`)
      const after = await presences.choose(id, now?.presence.version, choice, cause)
      if (!after) continue
      lastKnown.take(after.presence)
      return ok(after.presence)
    }
    throw new Retryable(`the presence of ${id} keeps changing`)
  }

  return [
    route(postBeats, async ({ body }) => {
      await recordBeats(body)
      const accepted = body.beats.length + body.closed.length
      beats.inc(accepted)
      return ok({ accepted })
    }),
    route(putStatus, async ({ params, body, caller }) => {
      const cause = body.cause ?? 'chosen'
      if (!mayChoose(caller, params.id, cause)) return reject('forbidden', 'Agents choose only their own status')
      const { status, reason } = body
      return choose(params.id, { status, ...(reason && { reason }) }, cause)
    }),
    route(listPresence, async ({ query }) =>
      ok({ items: (await presences.read(query.ids)).map(({ presence }) => presence) })
    )
  ]
}

function mayChoose(caller: Caller, agentId: string, cause: ChoiceCause): boolean {
  if (caller.kind !== 'user') return true
  if (cause === 'missed' || cause === 'idle') return false
  return caller.role !== 'agent' || caller.id === agentId
}
