import { ok } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { byAgent, offerTo } from '../../domain/conversation.ts'
import type { Assignment } from '../action.ts'

/** T5. */
export const assign: Assignment<{ agentId: string }> = {
  to: ({ agentId }) => agentId,
  async command({ conversation, reader, agent, slot }, { departments, clock }) {
    const department = await departments.get(conversation.departmentId)
    const offer = offerTo(agent, { id: newId(), kind: 'assigned' }, department, clock.now())
    return ok({ type: 'makeOffer', agent, slot, offer, actor: byAgent(reader) })
  }
}
