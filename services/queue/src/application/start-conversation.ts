import { hash } from 'node:crypto'
import {
  type Channel,
  type ChannelRef,
  type ContactRef,
  capabilitiesOf,
  type Message,
  type OperationBody,
  type startConversation,
  type Thread
} from '@inbox/contracts'
import type { ClaimMedia } from '@inbox/http'
import { type Clock, ok, type Rejection, type Result, Retryable, reject } from '@inbox/kernel'
import { derivedId } from '@inbox/kernel/derived-id'
import type { Origin } from '@inbox/messaging'
import { isDuplicateKey } from '@inbox/storage'
import { maySee, type Reader } from '../domain/access.ts'
import { isPresent } from '../domain/agent.ts'
import { byAgent, type Conversation, currentOf } from '../domain/conversation.ts'
import { decideStart, type Start } from '../domain/decide-start.ts'
import type { Decision } from '../domain/decision.ts'
import { entriesOf } from '../outbound/events.ts'
import type { Agents } from '../store/agents.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Departments } from '../store/departments.ts'
import type { Arrivals } from './arrivals.ts'
import type { Execute } from './execute.ts'
import type { FreeSlots } from './free-slots.ts'
import type { IdentifyContact } from './identify-contact.ts'
import type { LocalEvents } from './local-events.ts'
import { mailOf } from './mail-of.ts'
import type { RecheckEligibility } from './recheck-eligibility.ts'
import { newReferenceNumber } from './reference-number.ts'

interface Dependencies {
  conversations: Pick<Conversations, 'load' | 'latestOfContact' | 'latestAboutAnything' | 'recordPending' | 'insert'>
  agents: Pick<Agents, 'get'>
  departments: Pick<Departments, 'get'>
  arrivals: Pick<Arrivals, 'present'>
  execute: Execute
  slots: FreeSlots
  recheckEligibility: RecheckEligibility
  settle: IdentifyContact['settle']
  claim: ClaimMedia
  clock: Clock
  localEvents: LocalEvents
}

interface StartRequest extends Pick<OperationBody<typeof startConversation>, 'clientMessageId' | 'content' | 'mail'> {
  channel: Pick<Channel, 'id' | 'kind' | 'name' | 'session' | 'priority'>
  contact: ContactRef
  departmentId: string
}

export type StartConversation = (
  reader: Reader,
  wanted: StartRequest,
  origin: Origin
) => Promise<Result<Conversation, Rejection>>

/** Derives the conversation's id from the agent and `clientMessageId`: pressing twice begins it once. */
const idOfStarted = (agentId: string, clientMessageId: string): string => derivedId('conv', agentId, clientMessageId)

const TRIES = 50

/** Begins a conversation, with its first message, in one write; supersedes the contact's inactive one on the same. */
export function createStartConversation(dependencies: Dependencies): StartConversation {
  const { conversations, agents, departments, arrivals, execute, slots, claim, clock } = dependencies

  return async (reader, wanted, origin) => {
    const { channel, contact, departmentId, clientMessageId, mail } = wanted
    if (channel.kind === 'email' && !mail?.subject) return reject('unprocessable', 'An e-mail needs a subject')
    if (mail && channel.kind !== 'email') return reject('not-supported', `${channel.name} does not support e-mail`)
    const id = idOfStarted(reader.id, clientMessageId)
    const repeated = await conversations.load(id)
    if (repeated) return ok(repeated.conversation)
    const content = await claim(wanted.content, { kind: 'user', id: reader.id })
    const about = {
      id,
      contact,
      departmentId,
      channel: refOf(channel),
      thread: threadOf(id, wanted),
      can: capabilitiesOf[channel.kind],
      priority: channel.priority ?? (await departments.get(departmentId))?.priority ?? 0,
      message: messageOf(
        id,
        reader,
        { clientMessageId, content, ...(mail && { mail: await mailOf(mail, reader.id, claim) }) },
        clock.now()
      )
    }
    if (!reader.agent || !isPresent(reader.agent)) await arrivals.present(reader.id)
    for (let tries = 0; tries < TRIES; tries++) {
      const tried = await attempt(about, reader, origin)
      if (tried !== 'again') return tried
    }
    throw new Retryable('the conversations of a contact keep changing')
  }

  type About = Omit<Start, 'agent' | 'slot' | 'within' | 'referenceNumber'>

  async function attempt(about: About, reader: Reader, origin: Origin) {
    const { contact, thread } = about
    const latest = await conversations.latestOfContact(contact.id, thread?.id)
    const open = latest?.conversation
    // the same call repeated has come first
    if (open?.id === about.id) return ok(open)
    if (open && open.status !== 'closed' && !canSupersede(open)) return alreadyOpen(open, reader)
    const agent = await agents.get(reader.id)
    if (!agent) return reject('not-eligible', 'You are not known as an agent')
    const { slot, within } = await slots.reserve(agent)
    try {
      const previous = latest ?? (thread ? await conversations.latestAboutAnything(contact.id) : null)
      const start = { ...about, agent, slot, within, referenceNumber: newReferenceNumber(clock.now()) }
      const decided = decideStart(start, previous?.conversation ?? null, clock.now())
      if (!decided.ok) return decided
      if (open && open.status !== 'closed') {
        await execute(open.id, { type: 'supersede', actor: byAgent(agent) }, origin)
        return 'again'
      }
      // a later redelivery of one of its messages looks only in the outbox of the new one
      if (latest) await conversations.recordPending(latest)
      return await insert(decided.value, agent.limit, origin)
    } finally {
      slots.release(slot)
    }
  }

  async function insert(decision: Decision, limit: number, origin: Origin) {
    try {
      const committed = await conversations.insert(decision.next, entriesOf(decision, undefined, origin, clock.now()))
      await committed.recorded
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      // the same call repeated, another conversation of the contact or another of the agent's came first
      const repeated = await conversations.load(decision.next.id)
      return repeated ? ok(repeated.conversation) : 'again'
    }
    dependencies.localEvents.emit('committed', decision)
    const conversation = { ...decision.next, version: 1 }
    await dependencies.settle(conversation.contact.id, origin)
    const { agent } = conversation as Extract<Conversation, { status: 'ongoing' }>
    const kept = await dependencies.recheckEligibility(agent.id, limit, { conversation, decision }, origin)
    // the message has left, whoever has the conversation now
    return ok(kept.ok ? conversation : ((await conversations.load(conversation.id))?.conversation ?? conversation))
  }
}

/** Nobody serves it or can: its time is over. */
const canSupersede = ({ status }: Conversation): boolean => status === 'inactive'

function alreadyOpen(open: Conversation, reader: Reader) {
  const visible = maySee(reader, open)
  const detail = 'A conversation with this contact is already open'
  return reject('already-open', detail, visible ? { ...currentOf(open), conversationId: open.id } : undefined)
}

const refOf = ({ id, kind, name, session }: StartRequest['channel']): ChannelRef & Pick<Channel, 'session'> => ({
  id,
  kind,
  name,
  session
})

/** Each mail has a topic of its own; 96 bits in hexadecimal, which survive in any Message-ID. */
const threadOf = (id: string, { channel, mail }: StartRequest): Thread | undefined =>
  channel.kind === 'email'
    ? { id: hash('sha256', id, 'hex').slice(0, 24), ...(mail?.subject && { subject: mail.subject }) }
    : undefined

function messageOf(
  conversationId: string,
  { id, name }: Reader,
  said: Pick<Message, 'content' | 'mail' | 'clientMessageId'> & { clientMessageId: string },
  now: Date
): Message {
  const at = now.toISOString()
  return {
    id: derivedId('msg', conversationId, said.clientMessageId),
    conversationId,
    direction: 'outbound',
    author: { kind: 'agent', id, name },
    ...said,
    sentAt: at,
    receivedAt: at,
    status: 'queued'
  }
}
