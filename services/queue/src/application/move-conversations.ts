import { ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { isDuplicateKey } from '@inbox/storage'
import { refOf } from '../domain/contact.ts'
import type { Conversation } from '../domain/conversation.ts'
import { keptOf } from '../domain/decide-merge.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Messages } from '../store/messages.ts'
import type { Notes } from '../store/notes.ts'
import type { Execute } from './execute.ts'

interface Dependencies {
  contacts: Pick<Contacts, 'get'>
  conversations: Pick<Conversations, 'load' | 'latestOfContact' | 'someOf' | 'continuedIn' | 'recordPending'>
  messages: Pick<Messages, 'moveTo'>
  notes: Pick<Notes, 'moveTo'>
  execute: Execute
}

/**
 * Gives all conversations of a contact to the one they turned out to be. A crash is harmless, as repeating it ends in
 * the same state: a conversation changes its contact last, once nothing else is left to do about it.
 */
export type MoveConversations = (fromId: string, toId: string, origin: Origin) => Promise<void>

const TRIES = 50

export function createMoveConversations(dependencies: Dependencies): MoveConversations {
  const { contacts, conversations, messages, notes, execute } = dependencies

  return async (fromId, toId, origin) => {
    for (;;) {
      const some = await conversations.someOf(fromId)
      if (some.length === 0) return
      for (const id of some) await move(id, toId, origin)
    }
  }

  async function move(id: string, toId: string, origin: Origin): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      const loaded = await conversations.load(id)
      if (!loaded || loaded.conversation.contact.id === toId) return
      if (loaded.conversation.status !== 'closed') await makeRoom(loaded.conversation, toId, origin)
      await finishMerging(id, loaded.conversation.contact.id, toId, origin)
      if (await becomeOf(id, toId, origin)) return
    }
    throw new Retryable('the conversations of a contact keep changing')
  }

  /** T22: if both contacts have an open conversation about the same topic, one ends and goes on in the other. */
  async function makeRoom(mine: Conversation, toId: string, origin: Origin): Promise<void> {
    const theirs = (await conversations.latestOfContact(toId, mine.thread?.id))?.conversation
    if (!theirs || theirs.status === 'closed') return
    const kept = keptOf(mine, theirs)
    const other = kept === mine ? theirs : mine
    await execute(other.id, { type: 'continueIn', conversationId: kept.id }, origin)
  }

  /** Moves what was said to where it goes on, for this conversation and those that go on in it. */
  async function finishMerging(id: string, fromId: string, toId: string, origin: Origin): Promise<void> {
    const ended = await conversations.continuedIn(id, [fromId, toId])
    const loaded = await conversations.load(id)
    for (const other of loaded?.conversation.continuedIn ? [loaded, ...ended] : ended) {
      const into = other.conversation.continuedIn!
      // messages that are only in its outbox would otherwise be stored after the rest was moved
      await conversations.recordPending(other)
      await messages.moveTo(other.conversation.id, into)
      await notes.moveTo(other.conversation.id, into)
      await execute(into, { type: 'absorb', other: other.conversation }, origin)
    }
  }

  /** False if another conversation about the same topic began meanwhile. */
  async function becomeOf(id: string, toId: string, origin: Origin): Promise<boolean> {
    const make = async (): Promise<
      Result<{ type: 'reassignContact'; contact: ReturnType<typeof refOf> }, Rejection>
    > => {
      const contact = await contacts.get(toId)
      return contact ? ok({ type: 'reassignContact', contact: refOf(contact) }) : reject('not-found', toId)
    }
    try {
      await execute(id, make, origin)
      return true
    } catch (error) {
      if (isDuplicateKey(error, 'contact.id')) return false
      throw error
    }
  }
}
