import type { contactLeft, DataOf } from '@inbox/contracts'
import { type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { contactIdOf } from '../domain/contact.ts'
import { pendingMessage } from '../outbound/events.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Messages } from '../store/messages.ts'
import type { Execute } from './execute.ts'

interface Dependencies {
  conversations: Pick<Conversations, 'latestOfContact'>
  messages: Pick<Messages, 'exists'>
  execute: Execute
}

/** `last`: whether the message that comes before is not waited for any more. */
export type ContactHasLeft = (
  data: DataOf<typeof contactLeft>,
  origin: Origin,
  last: boolean
) => Promise<Result<unknown, Rejection>>

/** T17: closes what a visitor still waits for when they leave; what they wrote before comes first. */
export function createContactLeft({ conversations, messages, execute }: Dependencies): ContactHasLeft {
  return async ({ channelId, contactId, at, afterMessageId }, origin, last) => {
    const latest = await conversations.latestOfContact(contactIdOf(channelId, contactId))
    if (afterMessageId !== undefined && !last) {
      const isThere =
        pendingMessage(latest?.document.outbox ?? [], afterMessageId) ?? (await messages.exists(afterMessageId))
      if (!isThere) throw new Retryable('the message after which the contact left is not there yet')
    }
    if (!latest) return reject('not-found', 'The contact has written nothing')
    return execute(latest.conversation.id, { type: 'contactLeft', leftAt: new Date(at) }, origin)
  }
}
