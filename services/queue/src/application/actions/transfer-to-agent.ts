import { ok } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { supervises } from '../../domain/access.ts'
import { offerTo } from '../../domain/conversation.ts'
import { type Assignment, noteOf } from '../action.ts'

/** T18. */
export const transferToAgent: Assignment<{ agentId: string; note?: string | undefined }> = {
  to: ({ agentId }) => agentId,
  async command({ conversation, reader, input, agent, slot }, { departments, clock }) {
    const department = await departments.get(conversation.departmentId)
    return ok({
      type: 'transferToAgent',
      by: { id: reader.id, name: reader.name, supervises: supervises(reader) },
      target: agent,
      offer: offerTo(agent, { id: newId(), kind: 'transfer' }, department, clock.now()),
      slot,
      allowed: department?.transfer.agents !== false,
      ...noteOf(input.note)
    })
  }
}
