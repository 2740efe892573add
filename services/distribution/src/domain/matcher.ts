import type { DecisionRecord, Exclusion, Department as Settings } from '@inbox/contracts'
import { type Opening, openingAt } from '@inbox/kernel'
import { idleSince, obstacleOf } from './agent.ts'
import type { Conversation } from './conversation.ts'
import { agentOf, type Department, type Effects, noEffects, type Picture, replace } from './picture.ts'
import { type Preference, preferenceOf } from './preference.ts'
import { type Round, roundOf } from './round.ts'
import { strategies } from './strategies.ts'

export interface Rules {
  drawSecret: string
  roundPauseMs: number
  /** After this time without an answer the conversation is read from queue. */
  answerWithinMs: number
}

/** Offers decided on, each already part of the picture as being on its way. */
export interface Matched {
  offers: { decision: DecisionRecord; conversationVersion: number }[]
  wake: Effects['wake']
}

/**
 * Offers the department's waiting conversations, head first, as long as somebody is free. One whose free agents have all
 * let it pass stands aside until its next round, one with a preferred agent as long as it has patience for them; so each
 * is passed over only for agents it cannot have now.
 */
export function match(picture: Picture, departmentId: string, rules: Rules, now: Date, newId: () => string): Matched {
  const matched: Matched = { offers: [], wake: [] }
  const department = picture.departments.get(departmentId)
  const settings = department?.settings
  if (!department || !settings || !distributes(department, settings, now.getTime())) return matched
  const opening = settings.hours && openingAt(settings.hours, now)
  if (opening?.open === false) return opensAgain(departmentId, opening)
  let roundAt = Number.POSITIVE_INFINITY
  for (let next = department.waiting.first(); next && department.freeIds.size > 0; ) {
    const conversation = next
    next = department.waiting.after(conversation)
    const preference = preferenceOf(picture.agents, settings.distribution, conversation)
    const round = roundOf(conversation, department.freeIds, preference, rules.roundPauseMs, now.getTime())
    roundAt = Math.min(roundAt, round.nextAt ?? roundAt)
    if (round.candidateIds.length === 0) continue
    const decision = decide(picture, department, settings, conversation, { ...round, preference }, rules, now, newId())
    takeOff(picture, department, conversation, decision, now.getTime())
    matched.offers.push({ decision, conversationVersion: conversation.version })
    matched.wake.push({ key: `flight ${conversation.id} ${decision.id}`, at: now.getTime() + rules.answerWithinMs })
  }
  if (Number.isFinite(roundAt)) matched.wake.push({ key: `department ${departmentId}`, at: roundAt })
  return matched
}

/** Why each member who is not a candidate is none. */
export function exclusionsOf(
  picture: Picture,
  { id, memberIds }: Department,
  candidateIds: readonly string[]
): Exclusion[] {
  const candidates = new Set(candidateIds)
  return [...memberIds]
    .filter(agentId => !candidates.has(agentId))
    .map(agentId => ({ agentId, reason: obstacleOf(agentOf(picture, agentId), id) ?? 'declined' }))
}

/** Nothing to offer until the department opens. */
const opensAgain = (departmentId: string, { until }: Opening): Matched => ({
  offers: [],
  wake: until ? [{ key: `department ${departmentId}`, at: until.getTime() }] : []
})

function distributes({ heldUntil = 0 }: Department, { active, distribution }: Settings, now: number): boolean {
  return active && distribution.mode === 'automatic' && heldUntil <= now
}

function decide(
  picture: Picture,
  department: Department,
  { version, distribution }: Settings,
  { id: conversationId, offerNumber }: Conversation,
  { candidateIds, newRound, preference }: Round & { preference: Preference | undefined },
  { drawSecret }: Rules,
  now: Date,
  id: string
): DecisionRecord {
  const preferred = preference !== undefined && candidateIds.includes(preference.agentId)
  const { strategy } = distribution
  const candidates = candidateIds.map(agentId => {
    const agent = agentOf(picture, agentId)
    return { id: agentId, load: agent.load, idleSince: idleSince(agent) }
  })
  const circumstances = { conversationId, offerNumber, secret: drawSecret, lastChosenId: department.lastChosenId }
  const choice = preferred ? { agentId: preference.agentId } : strategies[strategy](candidates, circumstances)
  return {
    id,
    conversationId,
    departmentId: department.id,
    offerNumber,
    policyVersion: version,
    strategy,
    candidates: candidateIds,
    exclusions: exclusionsOf(picture, department, candidateIds),
    chosenAgentId: choice.agentId,
    preferred,
    ...(newRound && { newRound }),
    ...('draw' in choice && { draw: choice.draw }),
    decidedAt: now.toISOString()
  }
}

function takeOff(
  picture: Picture,
  department: Department,
  conversation: Conversation,
  { id: offerId, chosenAgentId: agentId }: DecisionRecord,
  now: number
): void {
  department.lastChosenId = agentId
  // nothing becomes possible by an offer, so its effects are of no interest
  replace(picture, { ...conversation, flight: { offerId, agentId } }, noEffects(), now)
}
