import type { DryRun, Department as Settings } from '@inbox/contracts'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { type Conversation, withoutOfferInFlight } from './conversation.ts'
import { whyWaiting } from './explain.ts'
import { newLine } from './line.ts'
import { match, type Rules } from './matcher.ts'
import { agentOf, type Department, emptyReplica, noEffects, type Replica, refresh, replace } from './replica.ts'

/** How many of the offers are listed individually. */
const NAMED = 100

/** What would happen at once if the department had this policy; leaves the replica as it is. */
export function dryRun(
  replica: Replica,
  departmentId: string,
  policy: Pick<Settings, 'active' | 'distribution'>,
  rules: Rules,
  now: Date
): Result<DryRun, Rejection> {
  const known = replica.departments.get(departmentId)
  if (!known?.settings) return reject('not-found', `No such department: ${departmentId}`)
  const { overflow } = policy.distribution
  const target = overflow && replica.departments.get(overflow.departmentId)?.settings
  if (overflow && (!target || target.id === departmentId))
    return reject('unprocessable', `Conversations cannot overflow to department ${overflow.departmentId}`)

  const inFlight = [...replica.conversations.values()].filter(
    each => each.departmentId === departmentId && each.offerInFlight !== undefined
  )
  const { trial, department } = trialOf(replica, known, { ...known.settings, ...policy }, inFlight, now)
  const loads = new Map([...known.memberIds].map(id => [id, agentOf(trial, id).load]))
  let made = 0
  const { offers } = match(trial, [departmentId], rules, now, () => `${++made}`)
  const offersOf = countBy(offers, ({ decision }) => decision.chosenAgentId)
  const left = [...department.waiting]
  const dueBefore = overflow && target?.active ? now.getTime() - overflow.afterSeconds * 1000 : Number.NEGATIVE_INFINITY
  const overflowing = left.filter(each => each.waitingSince <= dueBefore)
  return ok({
    departmentId,
    policyVersion: known.settings.version,
    at: now.toISOString(),
    offers: offers.length,
    firstOffers: offers.slice(0, NAMED).map(({ decision: { conversationId, chosenAgentId: agentId, preferred } }) => ({
      conversationId,
      agentId,
      preferred
    })),
    revoked: inFlight.map(({ id: conversationId, offerInFlight }) => ({
      conversationId,
      agentId: offerInFlight!.agentId
    })),
    agents: [...loads].map(([agentId, load]) => ({
      agentId,
      offers: offersOf.get(agentId) ?? 0,
      load,
      limit: agentOf(trial, agentId).profile?.limit ?? 0
    })),
    ...(overflow && { overflow: { departmentId: overflow.departmentId, conversations: overflowing.length } }),
    waiting: {
      conversations: left.length - overflowing.length,
      because: reasonsOf(
        trial,
        left.filter(each => each.waitingSince > dueBefore),
        rules,
        now
      )
    }
  })
}

/** What the department's next offers depend on, with other settings; offers in flight wait again. */
function trialOf(replica: Replica, known: Department, settings: Settings, inFlight: Conversation[], now: Date) {
  const { heldUntil: _, ...rest } = known
  const department: Department = {
    ...rest,
    settings,
    waiting: known.waiting.clone(),
    botsTurns: known.botsTurns.clone(),
    line: newLine(),
    freeIds: new Set(),
    freeBotIds: new Set()
  }
  const trial: Replica = { ...emptyReplica(), departments: new Map([[known.id, department]]) }
  for (const each of [...department.waiting, ...inFlight]) trial.conversations.set(each.id, each)
  for (const id of known.memberIds) trial.agents.set(id, { ...agentOf(replica, id) })
  for (const each of inFlight) replace(trial, withoutOfferInFlight(each), noEffects(), now.getTime())
  for (const agent of trial.agents.values()) refresh(trial, agent, noEffects())
  return { trial, department }
}

function reasonsOf(trial: Replica, waiting: Conversation[], rules: Rules, now: Date): DryRun['waiting']['because'] {
  const reasons = waiting.map(each => whyWaiting(trial, each, rules, now.getTime()).because)
  return Object.fromEntries(countBy(reasons, reason => reason))
}

const countBy = <Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, number> => {
  const counts = new Map<Key, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}
