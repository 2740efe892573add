import type { CurrentState, DataOf, offerRefused } from '@inbox/contracts'
import type { Obstacle } from './agent.ts'
import { type Conversation, isKept, withCurrent, withoutOfferInFlight } from './conversation.ts'
import { agentOf, departmentOf, type Effects, forget, type Replica, refresh, replace } from './replica.ts'

type Refusal = DataOf<typeof offerRefused>

const MAX_REST_MS = 2000
const obstacleOfCode: Record<string, Obstacle> = { 'at-capacity': 'atLimit', 'not-eligible': 'notAvailable' }

/**
 * Queue knows better. Its view of the conversation is adopted; an agent or a policy that it refused is held back for a
 * moment (50 ms, doubling), as the event that explains why is still on its way; what cannot be interpreted is reread.
 */
export function applyRefusal(replica: Replica, refusal: Refusal, effects: Effects, now: number): void {
  const known = replica.conversations.get(refusal.conversationId)
  if (!known) return
  const { current } = refusal
  const ours = known.offerInFlight?.offerId === refusal.offerId
  if (current && current.status !== 'queued' && current.version > known.version) {
    correct(replica, known, current, effects, now)
  } else if (ours && current?.status === 'queued' && rest(replica, known, refusal, effects, now)) {
    replace(replica, withoutOfferInFlight(known), effects, now)
  } else if (ours) effects.reread.push(known.id)
}

function correct(replica: Replica, known: Conversation, current: CurrentState, effects: Effects, now: number): void {
  const next = withCurrent(known, current)
  if (isKept(next)) replace(replica, next, effects, now)
  else forget(replica, next.id, next.version, effects, now)
}

/** Holds back whom or what the refusal is about; false if that cannot be told. */
function rest(
  replica: Replica,
  { departmentId }: Conversation,
  refusal: Refusal,
  effects: Effects,
  now: number
): boolean {
  if (refusal.code === 'version-mismatch') {
    const department = departmentOf(replica, departmentId)
    department.heldUntil = now + restMs(department.refusals++)
    effects.wake.push({ key: `department ${department.id}`, at: department.heldUntil })
    return true
  }
  const obstacle = obstacleOfCode[refusal.code]
  if (!obstacle) return false
  const agent = agentOf(replica, refusal.agentId)
  agent.held = { until: now + restMs(agent.refusals++), obstacle }
  effects.wake.push({ key: `agent ${agent.id}`, at: agent.held.until })
  refresh(replica, agent, effects)
  return true
}

const restMs = (refusals: number): number => Math.min(MAX_REST_MS, 50 * 2 ** Math.min(refusals, 10))
