import { bySystem, type Conversation } from './conversation.ts'
import { type Decided, illegal, moved, refuse } from './decision.ts'
import { inDepartment, type Placement } from './placement.ts'
import { isOpen } from './session-window.ts'

/** T21 by the system: the department has ended, and its successor takes over what waits or is pending there. */
export interface HandOver {
  type: 'handOver'
  departmentId: string
  placement: Placement
}

export function decideHandOver(command: HandOver, conversation: Conversation, now: Date): Decided {
  const { status } = conversation
  if (status !== 'queued' && status !== 'pending') return illegal('handed over', conversation)
  if (command.departmentId === conversation.departmentId)
    return refuse('unprocessable', 'It is already in that department', conversation)
  if (!isOpen(conversation.window, now)) return refuse('window-expired', 'The session window has ended', conversation)
  return moved(conversation, inDepartment(conversation, command, now), {
    rule: 'T21',
    cause: 'departmentEnded',
    actor: bySystem,
    at: now,
    previousDepartmentId: conversation.departmentId,
    ...(status === 'pending' && { previousAgentId: conversation.agent.id })
  })
}
