import type { contactLeft, DataOf } from '@inbox/contracts'
import { ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { contactIdOf } from '../domain/contact.ts'
import { pendingMessage } from '../outbound/events.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Messages } from '../store/messages.ts'
import type { Execute } from './execute.ts'

interface Dependencies {
  contacts: Pick<Contacts, 'idOf'>
  conversations: Pick<Conversations, 'allOpenOf' | 'latestAboutAnything'>
  messages: Pick<Messages, 'exists'>
  execute: Execute
}

/** `last`: no more waiting for a message that should come first. */
export type ContactHasLeft = (
  data: DataOf<typeof contactLeft>,
  origin: Origin,
  last: boolean
) => Promise<Result<unknown, Rejection>>

/** T17: closes whatever a visitor still waits for when they leave; messages they wrote earlier are handled first. */
export function createContactLeft({ contacts, conversations, messages, execute }: Dependencies): ContactHasLeft {
  return async ({ channelId, contactId: externalId, at, afterMessageId }, origin, last) => {
    const contactId = await contacts.idOf(contactIdOf(channelId, externalId))
    const open = await conversations.allOpenOf(contactId)
    if (afterMessageId !== undefined && !last) {
      const isThere =
        open.some(({ document }) => pendingMessage(document.outbox, afterMessageId)) ||
        (await messages.exists(afterMessageId))
      if (!isThere) throw new Retryable('the message after which the contact left has not been stored yet')
    }
    if (open.length === 0 && !(await conversations.latestAboutAnything(contactId)))
      return reject('not-found', 'The contact has not written anything')
    const left = { type: 'contactLeft', leftAt: new Date(at) } as const
    const done = await Promise.all(open.map(loaded => execute(loaded, left, origin)))
    return done.find(each => !each.ok) ?? ok(undefined)
  }
}
