import type { ChannelRef, ContactRef, Message, SessionRule, Thread } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import { awaitingBot } from './bot.ts'
import { agentOf, baseOf, byContact, bySystem, type Conversation, type Inactive } from './conversation.ts'
import { decideSupersede } from './decide-end.ts'
import { dueByWriting } from './decide-park.ts'
import { type Decided, type Decision, moved, unchanged } from './decision.ts'
import { lastMessageOf, laterOf, receivedOf } from './last-message.ts'
import { noticeOf } from './notice.ts'
import { ownPriorityOf } from './priority.ts'
import { isOpen, later, windowAfter } from './session-window.ts'

/** A contact's message, with what its conversation must know of the world. */
export interface Receive {
  message: Message
  /** All that is known of the sender by now. */
  contact: ContactRef
  channel: ChannelRef & { session: SessionRule }
  thread?: Thread | undefined
  departmentId: string
  /** For a new conversation. */
  priority: number
  /** Whether somebody in the department could still answer. */
  attended: boolean
  /** For a new conversation: whether its department's bot is there to take it first. */
  botsTurn: boolean
  /** Whether the owner, if any, is still there. */
  ownerPresent: boolean
  standardWindowMs: number
  /** For a new conversation. */
  newId: string
  referenceNumber: string
  /** What the contact is told if a conversation begins. */
  acknowledgement?: { messageId: string; text: string } | undefined
}

/** What happens to a contact's message: it joins the latest conversation, or a new one must begin. */
export type Received =
  | { kind: 'joins'; decided: Decided }
  | { kind: 'begins' }
  | { kind: 'supersedes'; decided: Decided }

/** The rules T1, T2, T11, T13, T14 and T15 (superseded), and plain appending. */
export function decideReceive(command: Receive, latest: Conversation | null, now: Date): Received {
  if (!latest || latest.status === 'closed') return { kind: 'begins' }
  const joined = joinedBy(latest, command)
  if (latest.status === 'inactive') return whileInactive(command, latest, joined as Inactive, now)
  const decided = whileLive(command, latest, joined, now)
  if (!decided.ok || decided.value === unchanged) return { kind: 'joins', decided }
  return { kind: 'joins', decided: ok({ ...decided.value, next: awaitingBot(latest, decided.value.next, now, true) }) }
}

function whileLive(command: Receive, before: Conversation, joined: Conversation, now: Date): Decided {
  const { message } = command
  const attendedOnly = before.channel.session.kind === 'attended'
  const abandoned = before.status === 'pending' && !command.ownerPresent
  const nobody = before.status === 'queued' || abandoned
  if (attendedOnly && nobody && !command.attended) {
    const agent = agentOf(before)
    const next: Conversation = { ...baseOf(joined), status: 'inactive', reason: 'unattended', ...(agent && { agent }) }
    return moved(before, next, { rule: 'T13', cause: 'unattended', actor: byContact, at: now }, { message })
  }
  if (abandoned) {
    const owner = before.agent
    const next: Conversation = { ...baseOf(joined), status: 'queued', preferredAgentId: owner.id }
    return moved(
      before,
      next,
      { rule: 'T11', cause: 'contactWrote', actor: byContact, at: now, previousAgentId: owner.id },
      { message }
    )
  }
  return ok({ next: joined.status === 'pending' ? dueByWriting(joined, now) : joined, message })
}

function whileInactive(command: Receive, before: Inactive, joined: Inactive, now: Date): Received {
  const { message } = command
  const append = (): Received => ({ kind: 'joins', decided: ok({ next: joined, message }) })
  if (before.reason === 'unattended') {
    return isUnattended(command, before.channel) ? append() : supersede(before, now)
  }
  const wasInTime = before.window !== undefined && new Date(message.sentAt) < before.window.expiresAt
  if (!wasInTime) return supersede(before, now)
  // sent in time but too old by now: it belongs here, but can no longer be answered
  if (!isOpen(joined.window, now)) return append()
  const next: Conversation = {
    ...baseOf(joined),
    status: 'queued',
    ...(before.agent && !before.agent.bot && { preferredAgentId: before.agent.id })
  }
  return {
    kind: 'joins',
    decided: moved(before, next, { rule: 'T14', cause: 'reinstated', actor: byContact, at: now }, { message })
  }
}

const supersede = (before: Inactive, now: Date): Received => ({
  kind: 'supersedes',
  decided: decideSupersede({ type: 'supersede', actor: bySystem }, before, now)
})

/** T1 or T2: the contact's first message, or the first after the last conversation ended. */
export function begin(command: Receive, previous: Conversation | null, now: Date): Decision {
  const { channel, message } = command
  const window = windowAfter(new Date(message.sentAt), channel.session, command.standardWindowMs)
  const lastAgent = previous && agentOf(previous)
  const base = {
    id: command.newId,
    version: 0,
    referenceNumber: command.referenceNumber,
    channel,
    contact: command.contact,
    ...(command.thread && { thread: command.thread }),
    departmentId: command.departmentId,
    createdAt: now,
    arrivedAt: new Date(message.receivedAt),
    // arrival, not handling: messages are handled concurrently, and a later one may be done first
    enqueuedAt: new Date(message.receivedAt),
    priority: command.priority,
    ...ownPriorityOf(command.priority),
    statusSince: now,
    ...(window && { window }),
    unread: 1,
    lastMessage: lastMessageOf(message),
    latestReceived: receivedOf(message),
    tags: [],
    ...(previous && { previousConversationId: previous.id }),
    ...(lastAgent && !lastAgent.bot && { lastAgentId: lastAgent.id }),
    offerNumber: 1,
    excludedAgentIds: []
  }
  const step = { from: null, actor: byContact, at: now }
  const { messageId, text } = command.acknowledgement ?? {}
  const told = messageId !== undefined && text !== undefined && isOpen(window, now)
  const said = { message, ...(told && { notice: noticeOf(messageId, base.id, text, now) }) }
  const reason = !isOpen(window, now) ? 'windowExpired' : isUnattended(command, channel) ? 'unattended' : undefined
  return reason
    ? {
        next: { ...base, status: 'inactive', reason },
        step: { ...step, rule: 'T2', to: 'inactive', cause: reason },
        ...said
      }
    : {
        next: { ...base, status: 'queued', waitingSince: base.enqueuedAt, ...(command.botsTurn && { botsTurn: true }) },
        step: { ...step, rule: 'T1', to: 'queued', cause: 'contactWrote' },
        ...said
      }
}

/** Whether neither a person nor a bot could answer a conversation that begins now. */
const isUnattended = ({ attended, botsTurn }: Receive, { session }: Receive['channel']) =>
  session.kind === 'attended' && !attended && !botsTurn

/** The same conversation with one more message; status, place and load never change. */
function joinedBy(conversation: Conversation, command: Receive): Conversation {
  const { message } = command
  const window = later(
    conversation.window,
    windowAfter(new Date(message.sentAt), conversation.channel.session, command.standardWindowMs)
  )
  return {
    ...conversation,
    contact: command.contact,
    ...(command.thread && { thread: { ...command.thread, ...conversation.thread } }),
    ...(window && { window }),
    unread: conversation.unread + 1,
    lastMessage: laterOf(conversation.lastMessage, lastMessageOf(message)),
    latestReceived: laterOf(conversation.latestReceived, receivedOf(message))
  }
}
