import { type Clock, ok } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { gauge } from '@inbox/telemetry'
import { bySystem, offerOf } from '../domain/conversation.ts'
import type { Agents } from '../store/agents.ts'
import type { Execute } from './execute.ts'
import { sourceOf } from './source-of.ts'

const lateness = gauge('offer_deadline_lateness_ms', 'How late the last offer deadline was acted on')

export type EndOverdueOffer = (conversationId: string, offerId: string) => Promise<void>

/** Ends an offer whose deadline has passed, if it still stands. */
export function createEndOverdueOffer(execute: Execute, agents: Pick<Agents, 'get'>, clock: Clock): EndOverdueOffer {
  return async (conversationId, offerId) => {
    await execute(
      conversationId,
      async ({ conversation }) => {
        const offer = offerOf(conversation)
        if (offer?.id === offerId && offer.expiresAt) lateness.set(clock.now().getTime() - offer.expiresAt.getTime())
        const source = await sourceOf(conversation, agents)
        return ok({ type: 'endOffer', offerId, cause: 'deadline', actor: bySystem, source })
      },
      { correlationId: newId() }
    )
  }
}
