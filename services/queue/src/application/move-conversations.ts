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
 * Makes all conversations of a contact those of another, who they turned out to be. Whatever ends in between, repeating it
 * comes to the same end: a conversation changes its contact last, once there is nothing else to do about it.
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
    throw new Retryable('the conversations of a contact change too fast')
  }

  /** T22: of two that are open about one thing, one ends and goes on in the other. */
  async function makeRoom(mine: Conversation, toId: string, origin: Origin): Promise<void> {
    const theirs = (await conversations.latestOfContact(toId, mine.thread?.id))?.conversation
    if (!theirs || theirs.status === 'closed') return
    const kept = keptOf(mine, theirs)
    const other = kept === mine ? theirs : mine
    await execute(other.id, { type: 'continueIn', conversationId: kept.id }, origin)
  }

  /** Brings what was said where it goes on, of this conversation and of those that go on in it. */
  async function finishMerging(id: string, fromId: string, toId: string, origin: Origin): Promise<void> {
    const ended = await conversations.continuedIn(id, [fromId, toId])
    const loaded = await conversations.load(id)
    for (const other of loaded?.conversation.continuedIn ? [loaded, ...ended] : ended) {
      const into = other.conversation.continuedIn!
      // what stands in its outbox alone would come after the others were moved
      await conversations.recordPending(other)
      await messages.moveTo(other.conversation.id, into)
      await notes.moveTo(other.conversation.id, into)
      await execute(into, { type: 'absorb', other: other.conversation }, origin)
    }
  }

  /** False when another one was begun meanwhile that is about the same. */
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
