import { ok } from '@inbox/kernel'
import type { Assignment } from '../action.ts'

/** T6 and T19 if the conversation is offered, T4 if it waits. */
export const accept: Assignment<{ offerId?: string | undefined } | undefined> = {
  to: 'caller',
  async command({ conversation, input, agent, slot }, { departments, conversations }) {
    const offerId = input?.offerId
    if (conversation.status !== 'queued' || offerId !== undefined)
      return ok({ type: 'acceptOffer', agent, ...(offerId !== undefined && { offerId }) })
    const policy = (await departments.get(conversation.departmentId))?.distribution
    const inTurn = policy?.pickOrder !== 'head' || (await conversations.isHead(conversation))
    return ok({ type: 'pick', agent, slot, inTurn })
  }
}
