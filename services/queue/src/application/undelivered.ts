import type { Message } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import type { Reader } from '../domain/access.ts'
import { mayAnswer } from '../domain/decide-send.ts'
import type { Precondition } from '../domain/delivery-status.ts'
import { requestEntry, statusEntry } from '../outbound/events.ts'
import type { Loaded } from '../store/conversations.ts'
import type { Messages } from '../store/messages.ts'

export interface AsSeen extends Precondition {
  messageId: string
}

type OnMessage = (on: Loaded, reader: Reader, seen: AsSeen, origin: Origin) => Promise<Result<Message, Rejection>>

/** What somebody who may answer the contact does about an undelivered message; idempotent. */
export interface Undelivered {
  sendAgain: OnMessage
  leaveAsIs: OnMessage
}

export function createUndelivered(
  messages: Pick<Messages, 'get' | 'sendAgain' | 'leaveAsIs'>,
  clock: Clock
): Undelivered {
  const by =
    (change: 'sendAgain' | 'leaveAsIs'): OnMessage =>
    async ({ conversation }, reader, { messageId, ...seen }, origin) => {
      const message = await messages.get(messageId)
      const allowed = mayAnswer(reader.id, conversation, clock.now(), message?.content.type ?? 'text')
      if (!allowed.ok) return allowed
      if (message?.conversationId !== conversation.id || message.direction !== 'outbound')
        return reject('not-found', `The conversation has no answer ${messageId}`)
      const changed = await messages[change](messageId, seen, told => [
        statusEntry(conversation, told, origin, clock.now()),
        ...(change === 'sendAgain' ? [requestEntry(conversation, told, origin, clock.now())] : [])
      ])
      return ok(changed ?? message)
    }
  return { sendAgain: by('sendAgain'), leaveAsIs: by('leaveAsIs') }
}
