import type { Capabilities, Content, Message } from '@inbox/contracts'
import { ok, type Result } from '@inbox/kernel'
import { agentOf, assigneesOf, type Conversation, isLive, waitBeganAt } from './conversation.ts'
import { type Decided, illegal, type Refusal, refuse, unchanged } from './decision.ts'
import { lastMessageOf } from './last-message.ts'
import { mayWrite } from './session-window.ts'
import { inWords, whyNotCarried, whyTooMuch } from './why-not-carried.ts'

/** The owner answers the contact, also while a transfer of theirs is on offer. */
export interface Send {
  type: 'send'
  agentId: string
  message: Message
  /** What the channel can carry. */
  can: Capabilities
}

/**
 * Whether an agent may now answer the contact with a message of this type. A template may also be sent after the
 * session window has ended; an expired conversation has no owner, so anybody who sees it may send one.
 */
export function mayAnswer(
  agentId: string,
  conversation: Conversation,
  now: Date,
  type: Content['type']
): Result<undefined, Refusal> {
  const isTemplate = type === 'template'
  if (conversation.status === 'inactive' && conversation.reason === 'windowExpired')
    return isTemplate ? ok(undefined) : refuse('window-expired', 'The session window has ended', conversation)
  const owner = agentOf(conversation)
  if (owner && owner.id !== agentId) return refuse('not-owner', `${owner.name} has this conversation`, conversation)
  if (conversation.status !== 'ongoing' && !(conversation.status === 'offered' && owner))
    return illegal('answered', conversation)
  if (!isTemplate && !mayWrite(conversation, now)) {
    const why = conversation.window ? 'The session window has ended' : 'The contact has not written yet'
    return refuse('window-expired', why, conversation)
  }
  return ok(undefined)
}

export function decideSend(command: Send, conversation: Conversation, now: Date): Decided {
  const allowed = mayAnswer(command.agentId, conversation, now, command.message.content.type)
  if (!allowed.ok) return allowed
  const { content, replyTo, mail = {} } = command.message
  const why = whyNotCarried(command.can, content, replyTo !== undefined) ?? whyTooMuch(command.can, mail)
  if (why) return refuse('not-supported', `${conversation.channel.name} does not support ${inWords(why)}`, conversation)
  const { answeredAt } = conversation
  // a mail to others does not answer the contact
  const isElsewhere = mail.to !== undefined
  // a bot's answer does not count, as response times are those of people
  const isFirst = !answeredAt && !isElsewhere && !command.message.author.bot
  const message = !isFirst
    ? command.message
    : { ...command.message, firstResponseMs: Math.max(0, now.getTime() - waitBeganAt(conversation).getTime()) }
  return ok({
    next: {
      ...looked(conversation),
      ...(isFirst && { answeredAt: now }),
      lastMessage: lastMessageOf(message)
    },
    message,
    deliver: true
  })
}

/** Marks everything up to now as read. */
export interface Read {
  type: 'read'
  agentId: string
}

/** Only by agents it concerns: a glance at a waiting conversation, or at somebody else's, does not mark it as read. */
export function decideRead({ agentId }: Read, conversation: Conversation): Decided {
  const concerns = isLive(conversation) ? assigneesOf(conversation).includes(agentId) : true
  const news = conversation.unread > 0 || conversation.undelivered
  return ok(concerns && news ? { next: looked(conversation) } : unchanged)
}

const looked = ({ undelivered, ...conversation }: Conversation) => ({ ...conversation, unread: 0 }) as Conversation

/** A message of ours did not arrive, or may not have; in closed conversations nobody is told. */
export interface MarkUndelivered {
  type: 'markUndelivered'
}

export const decideMarkUndelivered = (_: MarkUndelivered, conversation: Conversation): Decided =>
  ok(
    conversation.undelivered || conversation.status === 'closed'
      ? unchanged
      : { next: { ...conversation, undelivered: true } }
  )
