import type {
  ActorRef,
  ChannelRef,
  ContactRef,
  Content,
  CurrentState,
  Department,
  HandOverContext,
  ParkedUntil,
  Rating,
  SatisfactionQuestions,
  SessionRule,
  AgentRef as ShownAgent,
  Thread
} from '@inbox/contracts'
import type { PersonAct } from './person-act.ts'

/** A proposal to one agent. Without `expiresAt` it stands until answered. */
export interface Offer {
  id: string
  agentId: string
  agentName: string
  kind: 'automatic' | 'assigned' | 'transfer'
  expiresAt?: Date
  /** Made to a program. */
  bot?: true
}

/** With `bot`, it is a bot, and says how long that may be silent. */
export interface AgentRef {
  id: string
  name: string
  bot?: { silentSeconds: number }
}

export const refOf = ({ id, name, bot }: AgentRef): AgentRef => ({ id, name, ...(bot && { bot }) })
/** The same as the contract shows it. */
export const shownAgent = ({ id, name, bot }: AgentRef): ShownAgent => ({ id, name, ...(bot && { bot: true }) })

/** A message as one line of a list; documents stored by former versions lack `receivedAt`. */
export interface LastMessage {
  /** Missing in documents stored by former versions. */
  messageId?: string
  direction: 'inbound' | 'outbound'
  type?: Content['type']
  preview: string
  at: Date
  receivedAt?: Date
}

/** A contact's message, by our id and the provider's. */
export interface Received {
  messageId: string
  providerMessageId: string
  at: Date
  receivedAt: Date
}

/** An offer to an agent; the conversation's department sets how long it stands. */
export function offerTo(
  agent: AgentRef,
  about: Pick<Offer, 'id' | 'kind'>,
  department: Pick<Department, 'distribution'> | null,
  now: Date
): Offer {
  const seconds = department?.distribution.offerTimeoutSeconds ?? 0
  const deadline = seconds > 0 && { expiresAt: new Date(now.getTime() + seconds * 1000) }
  return { ...about, agentId: agent.id, agentName: agent.name, ...deadline, ...(agent.bot && { bot: true }) }
}

/** The fields a conversation has in every status. */
export interface Base {
  id: string
  version: number
  referenceNumber: string
  channel: ChannelRef & { session: SessionRule }
  contact: ContactRef
  /** Its topic, on channels that have them; no thread counts as a topic, too. */
  thread?: Thread
  departmentId: string
  createdAt: Date
  /** When ingest took the contact's first message; missing in documents stored before it was recorded. */
  arrivedAt?: Date
  /** Its place in the queue, with `priority` before it; kept through offers, returns and transfers. */
  enqueuedAt: Date
  priority: number
  /** The part of `priority` set by people (missing = 0); the rest puts it at the front. */
  ownPriority?: number
  statusSince: Date
  startedAt?: Date
  /** How long it was in Ongoing before, in total; missing = not at all. */
  servedMs?: number
  /** When an agent first answered. */
  answeredAt?: Date
  window?: { expiresAt: Date }
  unread: number
  /** A message of ours did not arrive, or may not have, and nobody has looked at it since. */
  undelivered?: boolean
  lastMessage?: LastMessage
  /** The contact's latest; missing in documents stored by former versions. */
  latestReceived?: Received
  tags: string[]
  previousConversationId?: string
  /** The contact's rating. */
  rating?: Rating
  /** The conversation in which it goes on: its contact turned out to be another one. */
  continuedIn?: string
  /** Conversations that go on here. */
  absorbed?: string[]
  preferredAgentId?: string
  /** Nobody has had it or been offered it since it began, and its department's bot comes first. */
  botsTurn?: true
  /** By when the bot that serves it must have answered the waiting contact. */
  botDueAt?: Date
  /** When people first had to take over from a bot: their waiting time starts then. */
  handedOverAt?: Date
  /** The findings of the last hand-over that had any. */
  context?: HandOverContext
  /** The agent who had the contact's last conversation. */
  lastAgentId?: string
  /** Since when it has waited in this department, through all offers; kept after the wait has ended. */
  waitingSince?: Date
  /** Departments in which it has waited too long since somebody last served it. */
  overflowedFrom?: string[]
  /** The number of the next offer, from 1. */
  offerNumber: number
  offerEndedAt?: Date
  /** Agents who declined or missed an offer in this round. */
  excludedAgentIds: string[]
  /** The closed period that the contact was last told about. */
  toldClosed?: { departmentId: string; until?: Date }
  /** The place in the queue, and estimated wait, that the contact was last told. */
  toldPosition?: { position: number; estimateSeconds?: number; at: Date }
  /** People's latest actions, of those whose calls carry an id. */
  acts?: PersonAct[]
}

export type Queued = Base & { status: 'queued' }
/** With `agent`, a transfer on offer: the source keeps its slot until the target accepts. */
export type Offered = Base & { status: 'offered'; offer: Offer; slots: string[]; agent?: AgentRef }
export type Ongoing = Base & { status: 'ongoing'; agent: AgentRef; slots: string[] }
export type Pending = Base & { status: 'pending'; agent: AgentRef; reason: PendingReason; comesBack?: ComesBack }
export type Inactive = Base & { status: 'inactive'; reason: InactiveReason; agent?: AgentRef }
export type Closed = Base & { status: 'closed'; closedAt: Date; reason?: string; agent?: AgentRef; ratable?: Ratable }
export type Conversation = Queued | Offered | Ongoing | Pending | Inactive | Closed

/** Until when the contact may rate it, and the department's questions, if they replace ours. */
export interface Ratable {
  until: Date
  questions?: SatisfactionQuestions
}

/** When a parked one comes back by itself: once the contact writes (`wrote`: they have) and, if set, at `at`. */
export interface ComesBack {
  at?: Date
  wrote?: true
}

export type PendingReason = 'parked' | 'agentLost' | 'loggedOut' | 'transferFailed'
export type InactiveReason = 'unattended' | 'windowExpired'

/** When the contact began to wait, however late their message was handled. */
export const arrivalOf = ({ arrivedAt, createdAt }: Pick<Base, 'arrivedAt' | 'createdAt'>): Date =>
  arrivedAt ?? createdAt

/** When the wait for a person began. */
export const waitBeganAt = (conversation: Pick<Base, 'arrivedAt' | 'createdAt' | 'handedOverAt'>): Date =>
  conversation.handedOverAt ?? arrivalOf(conversation)

/** Whether somebody may still serve it. */
export const isLive = ({ status }: Conversation): boolean => status !== 'inactive' && status !== 'closed'

/** When a person first started it: what bots do before that does not count. */
export const startedBy = (
  agent: AgentRef,
  { startedAt }: Pick<Base, 'startedAt'>,
  now: Date
): Pick<Base, 'startedAt'> => (agent.bot ? {} : { startedAt: startedAt ?? now })

export const agentOf = (conversation: Conversation): AgentRef | undefined =>
  conversation.status === 'queued' ? undefined : conversation.agent

export const offerOf = (conversation: Conversation): Offer | undefined =>
  conversation.status === 'offered' ? conversation.offer : undefined

/** The agents who see it in their Ongoing or My Inbox. */
export function assigneesOf(conversation: Conversation): string[] {
  if (conversation.status === 'offered') {
    return conversation.agent ? [conversation.offer.agentId, conversation.agent.id] : [conversation.offer.agentId]
  }
  return conversation.status === 'ongoing' || conversation.status === 'pending' ? [conversation.agent.id] : []
}

/** The fields common to all statuses, to build the next one from. */
export function baseOf(conversation: Conversation): Base {
  const { status, ...rest } = conversation
  const { offer, slots, agent, reason, comesBack, closedAt, ...base } = rest as Base & Record<string, unknown>
  return base
}

/** The same as the contract shows it. */
export const parkedUntilOf = (conversation: Conversation): ParkedUntil | undefined =>
  conversation.status === 'pending' && conversation.comesBack
    ? (conversation.comesBack.at?.toISOString() ?? 'contactWrites')
    : undefined

/** What a caller whose request is refused is told. */
export function currentOf(conversation: Conversation): CurrentState {
  const agent = agentOf(conversation)
  const offer = offerOf(conversation)
  return {
    status: conversation.status,
    version: conversation.version,
    ...(agent && { agent: shownAgent(agent) }),
    ...(offer && { offer: { id: offer.id, agentId: offer.agentId } })
  }
}

/** Slot k of an agent: one unit of their limit. */
export const slotOf = (agentId: string, k: number): string => `${agentId}#${k}`
/** The kth slot that an agent permitted to exceed their limit took beyond it. */
export const extraSlotOf = (agentId: string, k: number): string => `${agentId}#+${k}`
export const isExtraSlot = (slot: string): boolean => slot.includes('+', slot.lastIndexOf('#'))
export const agentOfSlot = (slot: string): string => slot.slice(0, slot.lastIndexOf('#'))
export const isSlotOf = (slot: string, agentId: string): boolean => agentOfSlot(slot) === agentId

export const byContact: ActorRef = { kind: 'contact' }
export const bySystem: ActorRef = { kind: 'system' }
export const byAgent = (agent: AgentRef): ActorRef & { id: string } => ({ kind: 'agent', ...shownAgent(agent) })
