import type { Message } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import type { Conversation } from './conversation.ts'
import { type Decided, unchanged } from './decision.ts'
import { lineOf } from './last-message.ts'

/** A message changed what it says. */
export interface RefreshLastMessage {
  type: 'refreshLastMessage'
  message: Message
}

/** Lists show the last message in its current form; its time and place stay. */
export function decideRefreshLastMessage({ message }: RefreshLastMessage, conversation: Conversation): Decided {
  const { lastMessage } = conversation
  if (lastMessage?.messageId !== message.id) return ok(unchanged)
  const now = lineOf(message.content)
  if (now.type === lastMessage.type && now.preview === lastMessage.preview) return ok(unchanged)
  return ok({ next: { ...conversation, lastMessage: { ...lastMessage, ...now } } })
}
