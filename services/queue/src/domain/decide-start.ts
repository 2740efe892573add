import type { Capabilities, ChannelRef, ContactRef, Message, SessionRule, Thread } from '@inbox/contracts'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { type AgentState, isPresent, mayPick, NOT_CONNECTED } from './agent.ts'
import { agentOf, byAgent, type Conversation, refOf, startedBy } from './conversation.ts'
import type { Decision, RefusalCode } from './decision.ts'
import { lastMessageOf } from './last-message.ts'
import { ownPriorityOf } from './priority.ts'
import { isOpen, mayWrite } from './session-window.ts'
import { inWords, whyNotCarried, whyTooMuch } from './why-not-carried.ts'

/** T23: an agent writes to a contact first. */
export interface Start {
  /** The new conversation's id. */
  id: string
  referenceNumber: string
  agent: AgentState
  slot: string
  /** Whether the slot is within the agent's limit. */
  within: boolean
  channel: ChannelRef & { session: SessionRule }
  /** What the channel can carry. */
  can: Capabilities
  contact: ContactRef
  thread?: Thread | undefined
  departmentId: string
  priority: number
  message: Message
}

/** `previous`: the contact's latest conversation, which has ended; a session window opened in it carries over. */
export function decideStart(
  { agent, slot, can, message, ...about }: Start,
  previous: Conversation | null,
  now: Date
): Result<Decision, Rejection<RefusalCode>> {
  const { channel } = about
  const openedBefore = isOpen(previous?.window, now) ? previous?.window : undefined
  const why = whyNot(agent, about) ?? whyNotSent({ can, message, channel, window: openedBefore }, now)
  if (why) return why
  const lastAgent = previous && agentOf(previous)
  const next: Conversation = {
    id: about.id,
    version: 0,
    referenceNumber: about.referenceNumber,
    channel,
    contact: about.contact,
    ...(about.thread && { thread: about.thread }),
    departmentId: about.departmentId,
    createdAt: now,
    enqueuedAt: now,
    statusSince: now,
    ...startedBy(agent, {}, now),
    // nobody waits for a first answer
    answeredAt: now,
    priority: about.priority,
    ...ownPriorityOf(about.priority),
    ...(openedBefore && { window: openedBefore }),
    unread: 0,
    lastMessage: lastMessageOf(message),
    tags: [],
    ...(previous && { previousConversationId: previous.id }),
    ...(lastAgent && !lastAgent.bot && { lastAgentId: lastAgent.id }),
    offerNumber: 1,
    excludedAgentIds: [],
    status: 'ongoing',
    agent: refOf(agent),
    slots: [slot]
  }
  const step = {
    ...({ rule: 'T23', from: null, to: 'ongoing', cause: 'contacted', actor: byAgent(agent), at: now } as const),
    ...(agent.bot && { bot: true as const })
  }
  return ok({ next, step, message, deliver: true })
}

function whyNot(agent: AgentState, { departmentId, within }: Pick<Start, 'departmentId' | 'within'>) {
  if (!isPresent(agent)) return reject('not-eligible', NOT_CONNECTED)
  if (!mayPick(agent, departmentId))
    return reject(
      'not-eligible',
      `You are ${agent.status}, or not a member of this department, and cannot start conversations`
    )
  if (!within && !agent.exceedLimit)
    return reject('at-capacity', `You have reached your limit of ${agent.limit} conversations`)
  return undefined
}

function whyNotSent(
  { can, message, channel, window }: Pick<Start, 'can' | 'message' | 'channel'> & { window: Conversation['window'] },
  now: Date
) {
  const why = whyNotCarried(can, message.content, false) ?? (message.mail && whyTooMuch(can, message.mail))
  if (why) return reject('not-supported', `${channel.name} does not support ${inWords(why)}`)
  if (message.content.type === 'template' || mayWrite({ channel, ...(window && { window }) }, now)) return undefined
  return reject('window-expired', 'The contact has not written recently: only a template can be sent')
}
