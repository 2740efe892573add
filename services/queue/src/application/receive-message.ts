import { randomBytes } from 'node:crypto'
import type { DataOf, Envelope, messageReceived } from '@inbox/contracts'
import { type Clock, Retryable } from '@inbox/kernel'
import { originOf } from '@inbox/messaging'
import { newId, serially } from '@inbox/runtime'
import { isDuplicateKey } from '@inbox/storage'
import { isPresent } from '../domain/agent.ts'
import { contactIdOf, isShown, refOf } from '../domain/contact.ts'
import type { Conversation } from '../domain/conversation.ts'
import { begin, decideReceive, type Receive } from '../domain/decide-receive.ts'
import { type Decision, unchanged } from '../domain/decision.ts'
import { tellOutOfHours } from '../domain/out-of-hours.ts'
import { entriesOf, pendingMessage } from '../outbound/events.ts'
import type { Agents } from '../store/agents.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations, Loaded } from '../store/conversations.ts'
import type { Departments } from '../store/departments.ts'
import type { Messages } from '../store/messages.ts'
import { createClosedDepartments } from './closed-departments.ts'
import type { FindQuoted } from './find-quoted.ts'
import type { News } from './news.ts'
import { createRememberedDepartments } from './remembered-departments.ts'

interface Dependencies {
  conversations: Conversations
  messages: Pick<Messages, 'exists'>
  contacts: Pick<Contacts, 'hear'>
  findQuoted: FindQuoted
  agents: Agents
  departments: Pick<Departments, 'get'>
  clock: Clock
  standardWindowMs: number
  news: News
}

type Received = Envelope<DataOf<typeof messageReceived>>

const TRIES = 200

/**
 * Brings a contact's message into its conversation exactly once (I8), whatever is doubled, shuffled or runs beside it. An
 * applied message is either still in the conversation's outbox or already stored, and both are looked at after the
 * conversation was read: what happens in between makes the conditional write fail.
 */
export function createReceiveMessage(dependencies: Dependencies): (envelope: Received) => Promise<void> {
  const { conversations, messages, clock, news } = dependencies
  const departments = createRememberedDepartments(dependencies.departments)
  const closedDepartment = createClosedDepartments(departments, clock)
  // within one process the messages of a contact take turns instead of colliding
  const inTurn = serially()

  return envelope => {
    const contactId = contactIdOf(envelope.data.channel.id, envelope.data.contact.id)
    return inTurn(contactId, () => receive(envelope, contactId))
  }

  async function receive(envelope: Received, contactId: string): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      const latest = await conversations.latestOfContact(contactId)
      if (await isApplied(latest, envelope.data.messageId)) return
      if (await apply(latest, await commandOf(envelope, contactId, latest), envelope)) return
    }
    throw new Retryable('the conversation of a contact changes too fast')
  }

  async function isApplied(latest: Loaded | null, messageId: string): Promise<boolean> {
    return pendingMessage(latest?.document.outbox ?? [], messageId) !== undefined || messages.exists(messageId)
  }

  /** True when the message is in; false when the world moved and everything must be looked at again. */
  async function apply(latest: Loaded | null, command: Receive, envelope: Received): Promise<boolean> {
    const now = clock.now()
    const received = decideReceive(command, latest?.conversation ?? null, now)
    const tell = async (decision: Decision) =>
      tellOutOfHours(decision, await closedDepartment(decision.next.departmentId), now)
    if (received.kind === 'begins') {
      // whoever repeats one of its messages later looks for it in the outbox of the new one
      if (latest) await conversations.recordPending(latest)
      return insert(await tell(begin(command, latest?.conversation ?? null, now)), envelope)
    }
    if (!received.decided.ok || received.decided.value === unchanged || !latest) return false
    const written = await commit(latest, await tell(received.decided.value), envelope)
    // the superseded conversation is closed now: the next look begins a new one
    return written && received.kind === 'joins'
  }

  async function commit(latest: Loaded, decision: Decision, envelope: Received): Promise<boolean> {
    const message = decision.message && { ...decision.message, conversationId: latest.conversation.id }
    const full = { ...decision, ...(message && { message }) }
    const entries = entriesOf(full, latest.conversation.version + 1, originOf(envelope), clock.now())
    const committed = await conversations.commit(latest, decision.next, entries)
    if (committed === 'conflict') return false
    await committed.recorded
    news.emit('committed', decision)
    return true
  }

  async function insert(decision: Decision, envelope: Received): Promise<boolean> {
    try {
      const committed = await conversations.insert(
        decision.next,
        entriesOf(decision, 1, originOf(envelope), clock.now())
      )
      await committed.recorded
      news.emit('committed', decision)
      return true
    } catch (error) {
      // another message of the same contact began the conversation first
      if (isDuplicateKey(error)) return false
      throw error
    }
  }

  async function commandOf({ data }: Received, contactId: string, latest: Loaded | null): Promise<Receive> {
    const { agents, standardWindowMs } = dependencies
    const open = latest && latest.conversation.status !== 'closed' ? latest.conversation : undefined
    const contact = await contactOf(data, contactId, open)
    const departmentId = open?.departmentId ?? data.departmentId
    const attendedOnly = data.channel.session.kind === 'attended'
    const owner = latest?.conversation.status === 'pending' ? await agents.get(latest.conversation.agent.id) : null
    const { priority = (await departments.get(departmentId))?.priority ?? 0, ...channel } = data.channel
    const newConversationId = newId()
    return {
      message: {
        id: data.messageId,
        conversationId: newConversationId,
        direction: 'inbound',
        author: { kind: 'contact', id: contactId, ...(contact.name && { name: contact.name }) },
        content: data.content,
        ...(data.replyTo && { replyTo: await dependencies.findQuoted(data.replyTo, channel.id, contact) }),
        sentAt: data.sentAt,
        receivedAt: data.receivedAt,
        providerMessageId: data.providerMessageId
      },
      contact,
      channel,
      departmentId,
      priority,
      attended: !attendedOnly || (await agents.isAttended(departmentId)),
      ownerPresent: owner !== null && isPresent(owner),
      standardWindowMs,
      newId: newConversationId,
      referenceNumber: newReferenceNumber(clock.now())
    }
  }

  // after the conversation was read: an edit that comes in between changes it, and the conditional write then conflicts
  async function contactOf({ channel, contact, sentAt }: Received['data'], id: string, open?: Conversation) {
    const { id: externalId, ...facts } = contact
    if (open && isShown(facts, open.contact)) return open.contact
    const { session, priority, ...from } = channel
    return refOf(await dependencies.contacts.hear({ id, channel: from, externalId, facts, sentAt: new Date(sentAt) }))
  }
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A number that a person can read out: the day and eight characters (40 random bits, Crockford's base 32). */
const newReferenceNumber = (now: Date): string =>
  `${now.toISOString().slice(0, 10).replaceAll('-', '')}-${[...randomBytes(8)].map(byte => ALPHABET[byte & 31]).join('')}`
