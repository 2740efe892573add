import { type Clock, ok } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { histogram } from '@inbox/telemetry'
import { bySystem, offerOf } from '../domain/conversation.ts'
import type { Agents } from '../store/agents.ts'
import type { Execute } from './execute.ts'
import { sourceOf } from './source-of.ts'

const lateness = histogram('offer_deadline_lateness_seconds', "Time from an offer's deadline to its end")

export type EndOverdueOffer = (conversationId: string, offerId: string) => Promise<void>

/** Ends an offer whose deadline has passed, if it still stands. */
export function createEndOverdueOffer(execute: Execute, agents: Pick<Agents, 'get'>, clock: Clock): EndOverdueOffer {
  return async (conversationId, offerId) => {
    await execute(
      conversationId,
      async ({ conversation }) => {
        const offer = offerOf(conversation)
        if (offer?.id === offerId && offer.expiresAt)
          lateness.observe(Math.max(0, clock.now().getTime() - offer.expiresAt.getTime()) / 1000)
        const source = await sourceOf(conversation, agents)
        return ok({ type: 'endOffer', offerId, cause: 'deadline', actor: bySystem, source })
      },
      { correlationId: newId() }
    )
  }
}
