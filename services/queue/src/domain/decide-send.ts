import type { Message } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import { agentOf, arrivalOf, assigneesOf, type Conversation, isLive } from './conversation.ts'
import { type Decided, illegal, refuse, unchanged } from './decision.ts'
import { lastMessageOf } from './last-message.ts'
import { isOpen } from './session-window.ts'

/** The owner answers the contact, also while a transfer of theirs is on offer. */
export interface Send {
  type: 'send'
  agentId: string
  message: Message
}

export function decideSend(command: Send, conversation: Conversation, now: Date): Decided {
  if (conversation.status === 'inactive' && conversation.reason === 'windowExpired') {
    return refuse('window-expired', 'The session window has ended', conversation)
  }
  const owner = agentOf(conversation)
  if (owner && owner.id !== command.agentId) return refuse('not-owner', `${owner.name} has it`, conversation)
  if (conversation.status !== 'ongoing' && !(conversation.status === 'offered' && owner))
    return illegal('answered', conversation)
  if (!isOpen(conversation.window, now)) return refuse('window-expired', 'The session window has ended', conversation)
  const { answeredAt } = conversation
  const message = answeredAt
    ? command.message
    : { ...command.message, firstResponseMs: Math.max(0, now.getTime() - arrivalOf(conversation).getTime()) }
  return ok({
    next: {
      ...conversation,
      unread: 0,
      answeredAt: answeredAt ?? now,
      lastMessage: lastMessageOf(message)
    },
    message,
    deliver: true
  })
}

/** Everything up to now is read. */
export interface Read {
  type: 'read'
  agentId: string
}

/** By whom it concerns: a glance at what waits, or at what somebody else has, is no reading. */
export function decideRead({ agentId }: Read, conversation: Conversation): Decided {
  const concerns = isLive(conversation) ? assigneesOf(conversation).includes(agentId) : true
  return ok(concerns && conversation.unread > 0 ? { next: { ...conversation, unread: 0 } } : unchanged)
}
