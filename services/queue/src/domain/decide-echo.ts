import type { Message } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import { bySystem, type Conversation } from './conversation.ts'
import { closed } from './decide-end.ts'
import { type Decided, moved } from './decision.ts'
import { lastMessageOf, laterOf } from './last-message.ts'

/** Our side answered the contact outside the system. */
export interface Echo {
  type: 'echo'
  message: Message
  /** Whether the department considers a waiting conversation answered by it. */
  endsWait: boolean
}

/** Adds the echo; it neither extends the session window nor counts as an agent's answer. T17 if it ends the wait. */
export function decideEcho({ message, endsWait }: Echo, conversation: Conversation, now: Date): Decided {
  const next = { ...conversation, lastMessage: laterOf(conversation.lastMessage, lastMessageOf(message)) }
  if (conversation.status !== 'queued' || !endsWait) return ok({ next, message })
  const step = { rule: 'T17', cause: 'answeredElsewhere', actor: bySystem, at: now } as const
  return moved(conversation, closed(next, now, 'answeredElsewhere'), step, { message })
}
