import type { HandOverContext } from '@inbox/contracts'
import { type AgentState, mayBeOffered } from './agent.ts'
import { type AgentRef, agentOf, baseOf, byAgent, type Conversation, type Offer, type Offered } from './conversation.ts'
import { type Decided, illegal, moved, refuse, said } from './decision.ts'
import { inDepartment, type Placement } from './placement.ts'
import { isOpen } from './session-window.ts'

/** Who hands over: the owner, or a supervisor. */
export interface By extends AgentRef {
  supervises: boolean
}

/** T18: offered to another agent; until the target accepts, the source keeps it, and its slot. */
export interface TransferToAgent {
  type: 'transferToAgent'
  by: By
  target: AgentState
  offer: Offer
  slot: string
  allowed: boolean
  note?: string
  context?: HandOverContext
}

export function decideTransferToAgent(command: TransferToAgent, conversation: Conversation, now: Date): Decided {
  const { status } = conversation
  if (status !== 'ongoing' && status !== 'pending') return illegal('transferred to an agent', conversation)
  if (!command.by.supervises && conversation.agent.id !== command.by.id) {
    return refuse('not-owner', `${conversation.agent.name} has this conversation`, conversation)
  }
  if (!command.allowed) return refuse('forbidden', 'This department does not allow transfers to agents', conversation)
  if (command.target.id === conversation.agent.id)
    return refuse('unprocessable', 'The target already has this conversation', conversation)
  if (!isOpen(conversation.window, now)) return refuse('window-expired', 'The session window has ended', conversation)
  if (!mayBeOffered(command.target, conversation.departmentId)) {
    return refuse('not-eligible', `${command.target.name} cannot be offered this now`, conversation)
  }
  const next: Offered = {
    ...baseOf(conversation),
    status: 'offered',
    offer: command.offer,
    slots: [...(status === 'ongoing' ? conversation.slots : []), command.slot],
    agent: conversation.agent,
    offerNumber: conversation.offerNumber + 1
  }
  return moved(conversation, next, {
    rule: 'T18',
    cause: 'transfer',
    actor: byAgent(command.by),
    at: now,
    offerId: command.offer.id,
    previousAgentId: conversation.agent.id,
    ...said(command)
  })
}

/** T21: to the queue of another department. */
export interface TransferToDepartment {
  type: 'transferToDepartment'
  by: By
  departmentId: string
  allowed: boolean
  /** Whether somebody there could answer. */
  attended: boolean
  placement: Placement
  note?: string
  context?: HandOverContext
}

export function decideTransferToDepartment(
  command: TransferToDepartment,
  conversation: Conversation,
  now: Date
): Decided {
  const { status } = conversation
  if (status !== 'ongoing' && status !== 'pending' && status !== 'queued') return illegal('transferred', conversation)
  const owner = agentOf(conversation)
  if (!command.by.supervises && owner && owner.id !== command.by.id) {
    return refuse('not-owner', `${owner.name} has this conversation`, conversation)
  }
  if (!command.allowed)
    return refuse('forbidden', 'This department does not allow transfers to that department', conversation)
  if (command.departmentId === conversation.departmentId)
    return refuse('unprocessable', 'It is already in that department', conversation)
  if (!isOpen(conversation.window, now)) return refuse('window-expired', 'The session window has ended', conversation)
  if (conversation.channel.session.kind === 'attended' && !command.attended) {
    return refuse('department-unattended', 'Nobody is there to answer', conversation)
  }
  // a conversation moved there by hand may overflow from there to any department
  const { overflowedFrom, ...next } = inDepartment(conversation, command, now)
  return moved(conversation, next, {
    rule: 'T21',
    cause: 'transfer',
    actor: byAgent(command.by),
    at: now,
    previousDepartmentId: conversation.departmentId,
    ...(owner && { previousAgentId: owner.id }),
    ...said(command)
  })
}
