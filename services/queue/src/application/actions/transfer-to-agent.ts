import { ok } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { supervises } from '../../domain/access.ts'
import { offerTo, refOf } from '../../domain/conversation.ts'
import { type Assignment, type HandOverWords, wordsOf } from '../action.ts'

/** T18. */
export const transferToAgent: Assignment<HandOverWords & { agentId: string }> = {
  to: ({ agentId }) => agentId,
  async command({ conversation, reader, input, agent, slot }, { departments, clock }) {
    const department = await departments.get(conversation.departmentId)
    return ok({
      type: 'transferToAgent',
      by: { ...refOf(reader), supervises: supervises(reader) },
      target: agent,
      offer: offerTo(agent, { id: newId(), kind: 'transfer' }, department, clock.now()),
      slot,
      allowed: department?.transfer.agents !== false,
      ...wordsOf(input)
    })
  }
}
