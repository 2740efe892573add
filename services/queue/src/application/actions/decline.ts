import { ok } from '@inbox/kernel'
import { supervises } from '../../domain/access.ts'
import { byAgent } from '../../domain/conversation.ts'
import type { Action } from '../action.ts'
import { sourceOf } from '../source-of.ts'

/** T7, and T20 for a transfer, by the agent it is offered to. */
export const decline: Action<{ offerId: string }> = async ({ conversation, reader, input }, { agents }) =>
  ok({
    type: 'endOffer',
    offerId: input.offerId,
    cause: 'declined',
    by: { id: reader.id, supervises: supervises(reader) },
    actor: byAgent(reader),
    source: await sourceOf(conversation, agents)
  })
