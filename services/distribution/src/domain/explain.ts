import type { WaitingReason } from '@inbox/contracts'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Conversation } from './conversation.ts'
import { exclusionsOf, type Rules } from './matcher.ts'
import { type Department, departmentOf, type Picture } from './picture.ts'
import { type Round, roundOf } from './round.ts'

/** Why a conversation waits, and what stands between it and each agent. `now` in ms. */
export function explainWait(
  picture: Picture,
  conversationId: string,
  { roundPauseMs }: Pick<Rules, 'roundPauseMs'>,
  now: number
): Result<WaitingReason, Rejection> {
  const conversation = picture.conversations.get(conversationId)
  if (conversation?.status !== 'queued') return reject('not-found', `No conversation ${conversationId} waits`)
  const department = departmentOf(picture, conversation.departmentId)
  const round = roundOf(conversation, department.freeIds, roundPauseMs, now)
  return ok({
    conversationId,
    departmentId: department.id,
    because: becauseOf(department, conversation, round, now),
    ahead: department.waiting.rank(conversation),
    candidates: round.candidateIds,
    exclusions: exclusionsOf(picture, department, round.candidateIds),
    ...(round.nextAt !== undefined && { nextRoundAt: new Date(round.nextAt).toISOString() })
  })
}

function becauseOf(
  { settings, freeIds, heldUntil = 0 }: Department,
  { flight }: Conversation,
  { candidateIds }: Round,
  now: number
): WaitingReason['because'] {
  if (flight) return 'offerOnItsWay'
  if (!settings?.active) return 'departmentInactive'
  if (settings.distribution.mode === 'manual') return 'manual'
  if (freeIds.size === 0) return 'nobodyEligible'
  if (candidateIds.length === 0) return 'everybodyLetItPass'
  return heldUntil > now ? 'policyUnconfirmed' : 'aboutToBeOffered'
}
