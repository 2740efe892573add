import type { DataOf, Envelope, messageReceived } from '@inbox/contracts'
import { type Clock, Retryable } from '@inbox/kernel'
import { originOf } from '@inbox/messaging'
import { serially } from '@inbox/runtime'
import { isDuplicateKey } from '@inbox/storage'
import { contactIdOf } from '../domain/contact.ts'
import { begin, decideReceive, type Receive } from '../domain/decide-receive.ts'
import { type Decision, unchanged } from '../domain/decision.ts'
import { tellOutOfHours } from '../domain/out-of-hours.ts'
import { entriesOf, pendingMessage } from '../outbound/events.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations, Loaded } from '../store/conversations.ts'
import type { Departments } from '../store/departments.ts'
import type { Messages } from '../store/messages.ts'
import { createClosedDepartments } from './closed-departments.ts'
import type { IdentifyContact } from './identify-contact.ts'
import type { LocalEvents } from './local-events.ts'
import type { ReceiveCommand } from './receive-command.ts'

interface Dependencies {
  conversations: Conversations
  contacts: Pick<Contacts, 'rememberedIdOf'>
  settle: IdentifyContact['settle']
  messages: Pick<Messages, 'exists'>
  departments: Pick<Departments, 'get'>
  receiveCommand: ReceiveCommand
  clock: Clock
  localEvents: LocalEvents
}

type Received = Envelope<DataOf<typeof messageReceived>>

const TRIES = 200

/**
 * Brings a contact's message into its conversation exactly once (I8), whatever is doubled, shuffled or runs beside it. An
 * applied message is either still in the conversation's outbox or already stored, and both are looked at after the
 * conversation was read: what happens in between makes the conditional write fail.
 */
export function createReceiveMessage(dependencies: Dependencies): (envelope: Received) => Promise<void> {
  const { contacts, settle, conversations, messages, receiveCommand } = dependencies
  const apply = createApply(dependencies)
  // within one process the messages of a contact about one thread take turns instead of colliding
  const inTurn = serially()

  return envelope => {
    const { channel, contact, thread } = envelope.data
    const contactId = contactIdOf(channel.id, contact.id)
    return inTurn(`${contactId} ${thread?.id ?? ''}`, () => receive(envelope, contactId))
  }

  async function receive(envelope: Received, writtenAs: string): Promise<void> {
    const { messageId, thread } = envelope.data
    const origin = originOf(envelope)
    for (let tries = 0; tries < TRIES; tries++) {
      const contactId = contacts.rememberedIdOf(writtenAs)
      const latest = await conversations.latestOfContact(contactId, thread?.id)
      // whoever began its conversation may have ended before they looked whose it is by now
      if (await isApplied(latest, messageId)) return settle(contactId, origin)
      const command = await receiveCommand(envelope.data, contactId, latest, origin)
      // they turned out to be somebody else, whose conversation it joins
      if (command.contact.id !== contactId) continue
      if (!(await apply(latest, command, envelope))) continue
      // who was merged while it began: the merge may not have seen it
      if (latest?.document.open !== true) await settle(contactId, origin)
      return
    }
    throw new Retryable('the conversation of a contact changes too fast')
  }

  async function isApplied(latest: Loaded | null, messageId: string): Promise<boolean> {
    return pendingMessage(latest?.document.outbox ?? [], messageId) !== undefined || messages.exists(messageId)
  }
}

/** True when the message is in; false when the world moved and everything must be looked at again. */
type Apply = (latest: Loaded | null, command: Receive, envelope: Received) => Promise<boolean>

function createApply({ conversations, departments, clock, localEvents }: Dependencies): Apply {
  const closedDepartment = createClosedDepartments(departments, clock)

  return async (latest, command, envelope) => {
    const now = clock.now()
    const received = decideReceive(command, latest?.conversation ?? null, now)
    const tell = async (decision: Decision) =>
      tellOutOfHours(decision, await closedDepartment(decision.next.departmentId), now)
    if (received.kind === 'begins') {
      // whoever repeats one of its messages later looks for it in the outbox of the new one
      if (latest) await conversations.recordPending(latest)
      // a new thread goes on from whatever the contact last wrote about
      const previous = latest ?? (command.thread ? await conversations.latestAboutAnything(command.contact.id) : null)
      return insert(await tell(begin(command, previous?.conversation ?? null, now)), envelope)
    }
    if (!received.decided.ok || received.decided.value === unchanged || !latest) return false
    const written = await commit(latest, await tell(received.decided.value), envelope)
    // the superseded conversation is closed now: the next look begins a new one
    return written && received.kind === 'joins'
  }

  async function commit(latest: Loaded, decision: Decision, envelope: Received): Promise<boolean> {
    const message = decision.message && { ...decision.message, conversationId: latest.conversation.id }
    const full = { ...decision, ...(message && { message }) }
    const entries = entriesOf(full, latest.conversation, originOf(envelope), clock.now())
    const committed = await conversations.commit(latest, decision.next, entries)
    if (committed === 'conflict') return false
    await committed.recorded
    localEvents.emit('committed', decision)
    return true
  }

  async function insert(decision: Decision, envelope: Received): Promise<boolean> {
    try {
      const entries = entriesOf(decision, undefined, originOf(envelope), clock.now())
      const committed = await conversations.insert(decision.next, entries)
      await committed.recorded
      localEvents.emit('committed', decision)
      return true
    } catch (error) {
      // another message of the same contact began the conversation first
      if (isDuplicateKey(error)) return false
      throw error
    }
  }
}
