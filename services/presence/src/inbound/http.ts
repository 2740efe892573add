import { listPresence, postBeats, putStatus } from '@inbox/contracts'
import { type Caller, type Route, route } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import { counter } from '@inbox/telemetry'
import type { ChangeStatus } from '../application/change-status.ts'
import type { ChoiceCause } from '../domain/choose-status.ts'
import type { Batch, Presences } from '../store/presences.ts'

interface Dependencies {
  recordBeats: (batch: Batch) => Promise<void>
  changeStatus: ChangeStatus
  presences: Pick<Presences, 'read'>
}

const beats = counter('presence_beats_total', 'Proofs of life and closes received')

/** Gateways' beats, status changes, and questions about the present. */
export const routes = ({ recordBeats, changeStatus, presences }: Dependencies): Route[] => [
  route(postBeats, async ({ body }) => {
    await recordBeats(body)
    const accepted = body.beats.length + body.closed.length
    beats.inc(accepted)
    return ok({ accepted })
  }),
  route(putStatus, async ({ params, body, caller }) => {
    const cause = body.cause ?? 'chosen'
    if (!mayChoose(caller, params.id, cause)) return reject('forbidden', 'Agents may only choose their own status')
    const { status, reason } = body
    return changeStatus(params.id, { status, ...(reason && { reason }) }, cause)
  }),
  route(listPresence, async ({ query }) =>
    ok({ items: (await presences.read(query.ids)).map(({ presence }) => presence) })
  )
]

function mayChoose(caller: Caller, agentId: string, cause: ChoiceCause): boolean {
  if (caller.kind !== 'user') return true
  if (cause === 'missed' || cause === 'idle') return false
  return caller.role !== 'agent' || caller.id === agentId
}
