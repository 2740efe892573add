import type { WaitingReason } from '@inbox/contracts'
import { ok, openingAt, type Rejection, type Result, reject } from '@inbox/kernel'
import { botFor } from './bots-turn.ts'
import type { Conversation } from './conversation.ts'
import { estimateFor } from './line.ts'
import { exclusionsOf, type Rules } from './matcher.ts'
import { preferenceOf } from './preference.ts'
import { type Department, departmentOf, type Replica } from './replica.ts'
import { type Round, roundOf } from './round.ts'

/** Why a conversation waits, and what stands between it and each agent. `now` in ms. */
export function explainWait(
  replica: Replica,
  conversationId: string,
  rules: Pick<Rules, 'roundPauseMs'>,
  now: number
): Result<WaitingReason, Rejection> {
  const conversation = replica.conversations.get(conversationId)
  if (conversation?.status !== 'queued') return reject('not-found', `Conversation ${conversationId} is not waiting`)
  const department = departmentOf(replica, conversation.departmentId)
  const { because, round } = whyWaiting(replica, conversation, rules, now)
  const waitMs = estimateFor(department, conversation, now)
  const nextAt = round.nextAt === undefined ? undefined : new Date(round.nextAt).toISOString()
  return ok({
    conversationId,
    departmentId: department.id,
    because,
    ahead: department.waiting.rank(conversation),
    candidates: round.candidateIds,
    exclusions: exclusionsOf(replica, department, round.candidateIds, botFor(department, conversation) !== undefined),
    ...(waitMs !== undefined && { estimateSeconds: Math.round(waitMs / 1000) }),
    ...(nextAt !== undefined && !round.waitsFor && { nextRoundAt: nextAt }),
    ...(nextAt !== undefined && round.waitsFor && { preferred: { agentId: round.waitsFor, until: nextAt } })
  })
}

/** Why a queued conversation waits, and who could take it. `now` in ms. */
export function whyWaiting(
  replica: Replica,
  conversation: Conversation,
  { roundPauseMs }: Pick<Rules, 'roundPauseMs'>,
  now: number
): { because: WaitingReason['because']; round: Round } {
  const department = departmentOf(replica, conversation.departmentId)
  const botId = botFor(department, conversation)
  if (botId !== undefined) {
    const round = { candidateIds: [botId], newRound: false }
    return { because: becauseOf(department, conversation, round, now, true), round }
  }
  const { distribution } = department.settings ?? {}
  const preference = distribution && preferenceOf(replica.agents, distribution, conversation)
  const round = roundOf(conversation, department.freeIds, preference, roundPauseMs, now)
  return { because: becauseOf(department, conversation, round, now), round }
}

function becauseOf(
  { settings, freeIds, heldUntil = 0 }: Department,
  { offerInFlight }: Conversation,
  { candidateIds, waitsFor }: Round,
  now: number,
  isBotFree = false
): WaitingReason['because'] {
  if (offerInFlight) return 'offerOnItsWay'
  if (!settings) return 'policyUnconfirmed'
  if (isBotFree) return heldUntil > now ? 'policyUnconfirmed' : 'aboutToBeOffered'
  if (settings.distribution.mode === 'manual') return 'manual'
  if (settings.hours && !openingAt(settings.hours, new Date(now)).open) return 'outsideHours'
  if (freeIds.size === 0) return 'nobodyEligible'
  if (waitsFor) return 'waitsForPreferred'
  if (candidateIds.length === 0) return 'everybodyLetItPass'
  return heldUntil > now ? 'policyUnconfirmed' : 'aboutToBeOffered'
}
