import type { DataOf, editReceived, Message, reactionReceived, revocationReceived } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { counter } from '@inbox/telemetry'
import { contactIdOf } from '../domain/contact.ts'
import { edited, reacted, revoked } from '../domain/contact-changes.ts'
import type { Conversation } from '../domain/conversation.ts'
import { changedEntry, elsewhereEntries, namedEntries } from '../outbound/events.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations, Loaded } from '../store/conversations.ts'
import type { MessageDocument, Messages } from '../store/messages.ts'
import type { Execute } from './execute.ts'

/** `last`: no more retries; a change that matches no message of its channel is then dropped. */
type Take<Data> = (data: Data, origin: Origin, last: boolean) => Promise<Result<unknown, Rejection>>

/** What contacts do to messages that were written earlier. */
export interface ContactChanges {
  reaction: Take<DataOf<typeof reactionReceived>>
  edit: Take<DataOf<typeof editReceived>>
  revocation: Take<DataOf<typeof revocationReceived>>
}

interface Dependencies {
  contacts: Pick<Contacts, 'idOf'>
  messages: Pick<Messages, 'get' | 'ofChannel' | 'changeByContact'>
  conversations: Pick<Conversations, 'load'>
  execute: Execute
  clock: Clock
}

interface Target {
  message: Message
  conversation: Conversation
}

const dropped = counter(
  'queue_contact_changes_dropped_total',
  'Reactions, edits and revocations dropped because their channel has no such message'
)

/** Applies changes to a message, which keeps its time and place: none begins, queues or marks anything unread. */
export function createContactChanges({
  contacts,
  messages,
  conversations,
  execute,
  clock
}: Dependencies): ContactChanges {
  const meant = async ({ messageId, channelId }: { messageId: string; channelId: string }) => {
    for (const message of await messages.ofChannel(messageId, channelId)) {
      const conversation = (await conversations.load(message.conversationId))?.conversation
      if (conversation?.channel.id === channelId) return { message, conversation }
    }
    return undefined
  }
  const take = async (
    about: { messageId: string; channelId: string },
    mayChange: (target: Target) => boolean,
    next: (message: MessageDocument) => MessageDocument,
    [origin, last]: [Origin, boolean]
  ): Promise<Result<Target, Rejection>> => {
    const target = await meant(about)
    if (target && mayChange(target)) {
      const tell = (message: Message) => [
        changedEntry(target.conversation, message, origin, clock.now()),
        ...namedEntries(target.conversation, message, origin, clock.now()),
        ...elsewhereEntries(target.conversation, message, origin, clock.now())
      ]
      await messages.changeByContact(target.message.id, next, tell)
      return ok(target)
    }
    // the change may overtake the message it refers to
    if (!last) throw new Retryable('the channel has no such message yet')
    dropped.inc()
    return reject('not-found', "The channel has no such message; the contact's change was dropped")
  }
  /** Runs even when nothing changed: the process that made the change may have crashed before this step. */
  const retold = async (taken: Result<Target, Rejection>, origin: Origin) => {
    if (!taken.ok) return taken
    const { id, conversationId } = taken.value.message
    return execute(
      conversationId,
      async (_: Loaded) => {
        const message = await messages.get(id)
        return message
          ? ok({ type: 'refreshLastMessage' as const, message })
          : reject('not-found', `No such message: ${id}`)
      },
      origin
    )
  }
  /** Messages written elsewhere, by either side; what we sent cannot be changed there. */
  const isTheirs = ({ message }: Target) => message.direction === 'inbound' || message.echo === true

  return {
    async reaction({ contactId: externalId, emoji, at, ...about }, origin, last) {
      const contactId = await contacts.idOf(contactIdOf(about.channelId, externalId))
      const reaction = { contactId, at, ...(emoji !== undefined && { emoji }) }
      const isOf = ({ conversation }: Target) => conversation.contact.id === contactId
      return take(about, isOf, message => reacted(message, reaction), [origin, last])
    },
    edit: async ({ content, at, ...about }, origin, last) =>
      retold(await take(about, isTheirs, message => edited(message, content, at), [origin, last]), origin),
    revocation: async ({ at, ...about }, origin, last) =>
      retold(await take(about, isTheirs, message => revoked(message, at), [origin, last]), origin)
  }
}
