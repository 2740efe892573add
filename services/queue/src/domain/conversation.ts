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
  /** To a program. */
  bot?: true
}

/** Of a bot, with how long it may be silent. */
export interface AgentRef {
  id: string
  name: string
  bot?: { silentSeconds: number }
}

export const refOf = ({ id, name, bot }: AgentRef): AgentRef => ({ id, name, ...(bot && { bot }) })
/** The same in the words of the contract. */
export const shownAgent = ({ id, name, bot }: AgentRef): ShownAgent => ({ id, name, ...(bot && { bot: true }) })

/** A message in one line of a list; `receivedAt` is missing in what former versions stored. */
export interface LastMessage {
  /** Missing in what former versions stored. */
  messageId?: string
  direction: 'inbound' | 'outbound'
  type?: Content['type']
  preview: string
  at: Date
  receivedAt?: Date
}

/** A message of the contact's, as we and as the provider call it. */
export interface Received {
  messageId: string
  providerMessageId: string
  at: Date
  receivedAt: Date
}

/** An offer to an agent, which stands for as long as the department of the conversation says. */
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

/** What a conversation has in every status. */
export interface Base {
  id: string
  version: number
  referenceNumber: string
  channel: ChannelRef & { session: SessionRule }
  contact: ContactRef
  /** Its topic, on channels that have them; missing is a topic, too. */
  thread?: Thread
  departmentId: string
  createdAt: Date
  /** When ingest took the contact's first message; missing in those stored before it was recorded. */
  arrivedAt?: Date
  /** Its place in the queue, with `priority` before it; kept through offers, returns and transfers. */
  enqueuedAt: Date
  priority: number
  /** The part of `priority` that was set for it (missing = 0); the rest is that it goes first. */
  ownPriority?: number
  statusSince: Date
  startedAt?: Date
  /** How long it was in Ongoing before, all times together; missing = not at all. */
  servedMs?: number
  /** When an agent answered for the first time. */
  answeredAt?: Date
  window?: { expiresAt: Date }
  unread: number
  /** A message of ours did not arrive, or may not have, and nobody has looked since. */
  undelivered?: boolean
  lastMessage?: LastMessage
  /** The contact's latest; missing in what former versions stored. */
  latestReceived?: Received
  tags: string[]
  previousConversationId?: string
  /** How it was for the contact, as they say. */
  rating?: Rating
  /** Where it goes on: its contact turned out to be somebody else, too. */
  continuedIn?: string
  /** Conversations that go on here. */
  absorbed?: string[]
  preferredAgentId?: string
  /** Since it began nobody had it or was offered it, and the bot of its department comes first. */
  botsTurn?: true
  /** By when the bot that serves it must have answered the contact, who waits for that. */
  botDueAt?: Date
  /** When people first had to take it from a bot: for them its waiting begins then. */
  handedOverAt?: Date
  /** What was found out before the last hand-over that had any. */
  context?: HandOverContext
  /** Who had the contact's last conversation. */
  lastAgentId?: string
  /** Since when it waits in this department, through all offers; of the last wait, once that is over. */
  waitingSince?: Date
  /** Departments that it waited in for too long, since somebody last served it. */
  overflowedFrom?: string[]
  /** Number that the next offer will have, from 1. */
  offerNumber: number
  offerEndedAt?: Date
  /** Agents who let an offer pass in this round. */
  excludedAgentIds: string[]
  /** The closed time of which the contact was told. */
  toldClosed?: { departmentId: string; until?: Date }
  /** Of what place in the queue, and of how long a wait, the contact was last told. */
  toldPosition?: { position: number; estimateSeconds?: number; at: Date }
  /** What people last did to it, of that whose calls say which they are. */
  acts?: PersonAct[]
}

export type Queued = Base & { status: 'queued' }
/** With `agent` it is a transfer on offer: the source keeps its slot until the target accepts. */
export type Offered = Base & { status: 'offered'; offer: Offer; slots: string[]; agent?: AgentRef }
export type Ongoing = Base & { status: 'ongoing'; agent: AgentRef; slots: string[] }
export type Pending = Base & { status: 'pending'; agent: AgentRef; reason: PendingReason; comesBack?: ComesBack }
export type Inactive = Base & { status: 'inactive'; reason: InactiveReason; agent?: AgentRef }
export type Closed = Base & { status: 'closed'; closedAt: Date; reason?: string; agent?: AgentRef; ratable?: Ratable }
export type Conversation = Queued | Offered | Ongoing | Pending | Inactive | Closed

/** Until when its contact may say how it was, and by what they are asked instead of by our question. */
export interface Ratable {
  until: Date
  questions?: SatisfactionQuestions
}

/** When what is parked comes back by itself: when the contact writes (`wrote`: they have), and at `at`, if there is one. */
export interface ComesBack {
  at?: Date
  wrote?: true
}

export type PendingReason = 'parked' | 'agentLost' | 'loggedOut' | 'transferFailed'
export type InactiveReason = 'unattended' | 'windowExpired'

/** When the contact's waiting began: not later, however late their message was handled. */
export const arrivalOf = ({ arrivedAt, createdAt }: Pick<Base, 'arrivedAt' | 'createdAt'>): Date =>
  arrivedAt ?? createdAt

/** When its waiting for people began. */
export const waitBeganAt = (conversation: Pick<Base, 'arrivedAt' | 'createdAt' | 'handedOverAt'>): Date =>
  conversation.handedOverAt ?? arrivalOf(conversation)

/** Somebody may still serve it. */
export const isLive = ({ status }: Conversation): boolean => status !== 'inactive' && status !== 'closed'

/** When it was first started, by a person: what bots do comes before that. */
export const startedBy = (
  agent: AgentRef,
  { startedAt }: Pick<Base, 'startedAt'>,
  now: Date
): Pick<Base, 'startedAt'> => (agent.bot ? {} : { startedAt: startedAt ?? now })

export const agentOf = (conversation: Conversation): AgentRef | undefined =>
  conversation.status === 'queued' ? undefined : conversation.agent

export const offerOf = (conversation: Conversation): Offer | undefined =>
  conversation.status === 'offered' ? conversation.offer : undefined

/** The agents in whose Ongoing or My Inbox it stands. */
export function assigneesOf(conversation: Conversation): string[] {
  if (conversation.status === 'offered') {
    return conversation.agent ? [conversation.offer.agentId, conversation.agent.id] : [conversation.offer.agentId]
  }
  return conversation.status === 'ongoing' || conversation.status === 'pending' ? [conversation.agent.id] : []
}

/** The fields common to all statuses, as a start for the next one. */
export function baseOf(conversation: Conversation): Base {
  const { status, ...rest } = conversation
  const { offer, slots, agent, reason, comesBack, closedAt, ...base } = rest as Base & Record<string, unknown>
  return base
}

/** The same in the words of the contract. */
export const parkedUntilOf = (conversation: Conversation): ParkedUntil | undefined =>
  conversation.status === 'pending' && conversation.comesBack
    ? (conversation.comesBack.at?.toISOString() ?? 'contactWrites')
    : undefined

/** What a refused caller learns. */
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
/** The kth slot that an agent took beyond their limit, as they may. */
export const extraSlotOf = (agentId: string, k: number): string => `${agentId}#+${k}`
export const isExtraSlot = (slot: string): boolean => slot.includes('+', slot.lastIndexOf('#'))
export const agentOfSlot = (slot: string): string => slot.slice(0, slot.lastIndexOf('#'))
export const isSlotOf = (slot: string, agentId: string): boolean => agentOfSlot(slot) === agentId

export const byContact: ActorRef = { kind: 'contact' }
export const bySystem: ActorRef = { kind: 'system' }
export const byAgent = (agent: AgentRef): ActorRef & { id: string } => ({ kind: 'agent', ...shownAgent(agent) })
