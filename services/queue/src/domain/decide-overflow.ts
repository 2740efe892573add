import { bySystem, type Conversation } from './conversation.ts'
import { type Decided, illegal, moved, refuse } from './decision.ts'
import { inDepartment, type Placement } from './placement.ts'
import { isOpen } from './session-window.ts'

/** T21 by the system: it has waited so long in its department that another one should serve it. */
export interface Overflow {
  type: 'overflow'
  afterMs: number
  departmentId: string
  /** Whether somebody there could answer. */
  attended: boolean
  placement: Placement
}

export function decideOverflow(command: Overflow, conversation: Conversation, now: Date): Decided {
  if (conversation.status !== 'queued') return illegal('moved on', conversation)
  const { waitingSince, overflowedFrom = [], departmentId: from, channel, window } = conversation
  if (!waitingSince || now.getTime() < waitingSince.getTime() + command.afterMs)
    return refuse('illegal-transition', 'It has not waited long enough', conversation)
  if (command.departmentId === from || overflowedFrom.includes(command.departmentId))
    return refuse('illegal-transition', 'It has already waited there', conversation)
  if (!isOpen(window, now)) return refuse('window-expired', 'The session window has ended', conversation)
  if (channel.session.kind === 'attended' && !command.attended)
    return refuse('department-unattended', 'Nobody is there to answer', conversation)
  const next = { ...inDepartment(conversation, command, now), overflowedFrom: [...overflowedFrom, from] }
  return moved(conversation, next, {
    rule: 'T21',
    cause: 'overflow',
    actor: bySystem,
    at: now,
    previousDepartmentId: from
  })
}
