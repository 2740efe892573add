import { ok } from '@inbox/kernel'
import { supervises } from '../../domain/access.ts'
import { byAgent } from '../../domain/conversation.ts'
import type { Action } from '../action.ts'
import { sourceOf } from '../source-of.ts'

/** T20, by whoever handed the conversation over. */
export const cancelTransfer: Action<unknown> = async ({ conversation, reader }, { agents }) =>
  ok({
    type: 'endOffer',
    cause: 'cancelled',
    by: { id: reader.id, supervises: supervises(reader) },
    actor: byAgent(reader),
    source: await sourceOf(conversation, agents)
  })
