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
 * Adds a contact's message to its conversation exactly once (I8), despite duplicates, reordering and concurrency. A
 * message already applied is either still in the conversation's outbox or stored; both are checked after the
 * conversation was read, so anything that happens in between makes the conditional write fail.
 */
export function createReceiveMessage(dependencies: Dependencies): (envelope: Received) => Promise<void> {
  const { contacts, settle, conversations, messages, receiveCommand } = dependencies
  const apply = createApply(dependencies)
  // within one process, a contact's messages about one thread take turns instead of conflicting
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
      // the process that began its conversation may have crashed before checking who the contact is by now
      if (await isApplied(latest, messageId)) return settle(contactId, origin)
      const command = await receiveCommand(envelope.data, contactId, latest, origin)
      // the contact turned out to be somebody else, whose conversation it joins
      if (command.contact.id !== contactId) continue
      if (!(await apply(latest, command, envelope))) continue
      // a merge that ran while the conversation began may not have seen it
      if (latest?.document.open !== true) await settle(contactId, origin)
      return
    }
    throw new Retryable('the conversation of a contact keeps changing')
  }

  async function isApplied(latest: Loaded | null, messageId: string): Promise<boolean> {
    return pendingMessage(latest?.document.outbox ?? [], messageId) !== undefined || messages.exists(messageId)
  }
}

/** True when the message is in; false when something changed and everything must be read again. */
type Apply = (latest: Loaded | null, command: Receive, envelope: Received) => Promise<boolean>

function createApply({ conversations, departments, clock, localEvents }: Dependencies): Apply {
  const closedDepartment = createClosedDepartments(departments, clock)

  return async (latest, command, envelope) => {
    const now = clock.now()
    const received = decideReceive(command, latest?.conversation ?? null, now)
    const tell = async (decision: Decision) =>
      tellOutOfHours(decision, await closedDepartment(decision.next.departmentId), now)
    if (received.kind === 'begins') {
      // a later redelivery of one of its messages looks only in the outbox of the new one
      if (latest) await conversations.recordPending(latest)
      // a new thread continues from whatever the contact last wrote about
      const previous = latest ?? (command.thread ? await conversations.latestAboutAnything(command.contact.id) : null)
      return insert(await tell(begin(command, previous?.conversation ?? null, now)), envelope)
    }
    if (!received.decided.ok || received.decided.value === unchanged || !latest) return false
    const written = await commit(latest, await tell(received.decided.value), envelope)
    // the superseded conversation is closed now: the next attempt begins a new one
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
