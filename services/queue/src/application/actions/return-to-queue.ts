import { ok } from '@inbox/kernel'
import { supervises } from '../../domain/access.ts'
import { byAgent } from '../../domain/conversation.ts'
import { type Action, type HandOverWords, wordsOf } from '../action.ts'

/** T9. */
export const returnToQueue: Action<HandOverWords | undefined> = ({ reader, input }) =>
  ok({
    type: 'returnToQueue',
    agentId: reader.id,
    supervises: supervises(reader),
    cause: 'returned',
    actor: byAgent(reader),
    ...wordsOf(input)
  })
