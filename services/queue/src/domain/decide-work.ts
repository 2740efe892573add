import type { ActorRef, HandOverContext } from '@inbox/contracts'
import { type AgentState, isPresent, mayPick, NOT_CONNECTED } from './agent.ts'
import { agentOf, baseOf, byAgent, type Conversation, refOf, startedBy } from './conversation.ts'
import { type Decided, illegal, moved, refuse, said, unchanged } from './decision.ts'
import { frontPriority, ordinaryPriority } from './priority.ts'
import { isOpen } from './session-window.ts'

/** T4: an agent takes a waiting conversation. */
export interface Pick {
  type: 'pick'
  agent: AgentState
  slot: string
  /** False if the department serves strictly in order and an older conversation waits. */
  inTurn: boolean
}

export function decidePick(command: Pick, conversation: Conversation, now: Date): Decided {
  const { agent } = command
  const owner = agentOf(conversation)
  if (conversation.status === 'ongoing' && owner?.id === agent.id) return { ok: true, value: unchanged }
  if (conversation.status === 'ongoing')
    return refuse('already-taken', `${owner?.name} has this conversation`, conversation)
  if (conversation.status !== 'queued') return illegal('accepted', conversation)
  if (!isPresent(agent)) return refuse('not-eligible', NOT_CONNECTED, conversation)
  if (!mayPick(agent, conversation.departmentId)) {
    return refuse(
      'not-eligible',
      `You are ${agent.status}, or not a member of this department, and cannot take this`,
      conversation
    )
  }
  if (!command.inTurn)
    return refuse('illegal-transition', 'In this department conversations are taken in order of arrival', conversation)
  return moved(
    conversation,
    {
      ...baseOf(conversation),
      status: 'ongoing',
      agent: refOf(agent),
      slots: [command.slot],
      priority: ordinaryPriority(conversation),
      ...startedBy(agent, conversation, now),
      excludedAgentIds: []
    },
    { rule: 'T4', cause: 'picked', actor: byAgent(agent), at: now }
  )
}

/** T10: the owner resumes it. */
export interface Resume {
  type: 'resume'
  agent: AgentState
  slot: string
}

export function decideResume(command: Resume, conversation: Conversation, now: Date): Decided {
  const { agent } = command
  const owner = agentOf(conversation)
  if (conversation.status === 'ongoing' && owner?.id === agent.id) return { ok: true, value: unchanged }
  if (conversation.status === 'inactive' && conversation.reason === 'windowExpired') {
    return refuse('window-expired', 'The session window has ended', conversation)
  }
  if (conversation.status !== 'pending') return illegal('resumed', conversation)
  if (owner?.id !== agent.id) return refuse('not-owner', `${owner?.name} has this conversation`, conversation)
  if (!isOpen(conversation.window, now)) return refuse('window-expired', 'The session window has ended', conversation)
  if (!isPresent(agent)) return refuse('not-eligible', NOT_CONNECTED, conversation)
  return moved(
    conversation,
    { ...baseOf(conversation), status: 'ongoing', agent: conversation.agent, slots: [command.slot] },
    { rule: 'T10', cause: 'resumed', actor: byAgent(agent), at: now }
  )
}

/**
 * T9, and T11 for what was pending with an agent who is deactivated: back to Queue at its old place, or at the front if
 * an agent who is gone was serving it. The previous owner is preferred. A bot's conversation goes to people: always at
 * its old place, and with no preferred agent.
 */
export interface ReturnToQueue {
  type: 'returnToQueue'
  /** Who gives it back, or from whom it is taken; only their own, unless they supervise. */
  agentId: string
  supervises?: boolean
  cause: 'returned' | 'agentLost' | 'loggedOut' | 'agentDeactivated' | 'botSilent'
  actor: ActorRef
  note?: string
  context?: HandOverContext
}

export function decideReturn(command: ReturnToQueue, conversation: Conversation, now: Date): Decided {
  const { status } = conversation
  if (status !== 'ongoing' && status !== 'pending') return illegal('returned to Queue', conversation)
  const owner = conversation.agent
  if (!command.supervises && owner.id !== command.agentId)
    return refuse('not-owner', `${owner.name} has this conversation`, conversation)
  if (!isOpen(conversation.window, now)) return refuse('window-expired', 'The session window has ended', conversation)
  if (command.cause === 'botSilent' && !(conversation.botDueAt && conversation.botDueAt <= now))
    return refuse('illegal-transition', 'Its bot is not overdue', conversation)
  const goesFirst = command.cause !== 'returned' && status === 'ongoing' && !owner.bot
  return moved(
    conversation,
    {
      ...baseOf(conversation),
      status: 'queued',
      ...(!owner.bot && { preferredAgentId: owner.id }),
      ...(goesFirst && { priority: frontPriority(conversation) })
    },
    {
      rule: command.cause === 'agentDeactivated' && status === 'pending' ? 'T11' : 'T9',
      cause: command.cause,
      actor: command.actor,
      at: now,
      previousAgentId: owner.id,
      ...said(command)
    }
  )
}
