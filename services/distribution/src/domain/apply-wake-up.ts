import { agentOf, departmentOf, type Effects, type Replica, refresh } from './replica.ts'

/** How long until an unanswered offer is followed up again. */
const LOOK_AGAIN_MS = 10_000

/**
 * The time of a wake-up requested by `effects.wake` has come: `agent <id>`, `department <id>`, `position
 * <conversation>` or `offer <conversation> <offer>`.
 */
export function applyWakeUp(replica: Replica, key: string, effects: Effects, now: number): void {
  const [what, id = '', offerId] = key.split(' ')
  if (what === 'agent') wakeAgent(replica, id, effects, now)
  else if (what === 'department') wakeDepartment(replica, id, effects, now)
  else if (what === 'position') effects.tellPosition.push(id)
  else if (replica.conversations.get(id)?.offerInFlight?.offerId === offerId) {
    effects.reread.push(id)
    effects.wake.push({ key, at: now + LOOK_AGAIN_MS })
  }
}

function wakeAgent(replica: Replica, id: string, effects: Effects, now: number): void {
  const agent = agentOf(replica, id)
  if (!agent.held || agent.held.until > now) return
  delete agent.held
  refresh(replica, agent, effects)
}

function wakeDepartment(replica: Replica, id: string, effects: Effects, now: number): void {
  const department = departmentOf(replica, id)
  if (department.heldUntil !== undefined && department.heldUntil <= now) delete department.heldUntil
  effects.match.add(id)
}
