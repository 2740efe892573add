import { ok, reject } from '@inbox/kernel'
import { supervises } from '../../domain/access.ts'
import { byAgent, currentOf } from '../../domain/conversation.ts'
import type { Action } from '../action.ts'

/** Agents may do this where their department lets them. */
export const prioritize: Action<{ priority: number }> = async ({ conversation, reader, input }, { departments }) => {
  const department = await departments.get(conversation.departmentId)
  return supervises(reader) || department?.agentsMayPrioritize
    ? ok({ type: 'prioritize', priority: input.priority, actor: byAgent(reader) })
    : reject('forbidden', 'In this department only supervisors set priorities', currentOf(conversation))
}
