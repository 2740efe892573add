import type {
  ChannelKind,
  ConversationStatus,
  ConversationSummary,
  CurrentState,
  RoutedConversation
} from '@inbox/contracts'

/** An offer sent but not answered yet. */
export interface OfferInFlight {
  offerId: string
  agentId: string
}

/** What matters about a conversation that is queued, offered or ongoing. Instants in ms since the epoch. */
export interface Conversation {
  id: string
  version: number
  status: ConversationStatus
  departmentId: string
  channelKind: ChannelKind
  priority: number
  enqueuedAt: number
  offerNumber: number
  excludedAgentIds: readonly string[]
  preferredAgentId?: string
  /** The department's bot comes first. */
  botsTurn?: true
  lastAgentId?: string
  /** In this department, through all offers. */
  waitingSince: number
  offerEndedAt?: number
  /** The place in the queue that the contact was last told. */
  toldPosition?: { position: number; at: number }
  /** The agents whose slots it takes. */
  holderIds: readonly string[]
  offerInFlight?: OfferInFlight
  /** Updated from an answer without routing: the event of the same version says more. */
  partial?: true
}

const NOBODY: readonly string[] = []
const KEPT: readonly ConversationStatus[] = ['queued', 'offered', 'ongoing']

/** Whether it waits or takes slots; any other is forgotten. */
export const isKept = ({ status }: Pick<Conversation, 'status'>): boolean => KEPT.includes(status)

export const isWaiting = ({ status, offerInFlight }: Conversation): boolean => status === 'queued' && !offerInFlight

/** The order of service: priority, then arrival. */
export const byTurn = (a: Conversation, b: Conversation): number =>
  b.priority - a.priority || a.enqueuedAt - b.enqueuedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Written as one literal, without absent fields: 100,000 of them take a third less memory than built by spreading. */
export function fromRouted({ routing, ...summary }: RoutedConversation): Conversation {
  const conversation: Conversation = {
    id: summary.id,
    version: summary.version,
    status: summary.status,
    departmentId: summary.departmentId,
    channelKind: summary.channel.kind,
    priority: routing.priority,
    enqueuedAt: Date.parse(summary.enqueuedAt),
    offerNumber: routing.offerNumber,
    excludedAgentIds: routing.excludedAgentIds.length > 0 ? routing.excludedAgentIds : NOBODY,
    waitingSince: Date.parse(routing.waitingSince ?? summary.enqueuedAt),
    holderIds: holdersOf(summary)
  }
  const { preferredAgentId, lastAgentId, offerEndedAt, toldPosition: told } = routing
  if (preferredAgentId !== undefined) conversation.preferredAgentId = preferredAgentId
  if (routing.botsTurn) conversation.botsTurn = true
  if (lastAgentId !== undefined) conversation.lastAgentId = lastAgentId
  if (offerEndedAt !== undefined) conversation.offerEndedAt = Date.parse(offerEndedAt)
  if (told) conversation.toldPosition = { position: told.position, at: Date.parse(told.at) }
  return conversation
}

/** `before`, updated from an answer without routing. */
export const withSummary = (
  { offerInFlight: _, botsTurn: __, ...before }: Conversation,
  summary: ConversationSummary
): Conversation => ({
  ...before,
  ...fromSummary(summary),
  partial: true
})

/** `before`, updated from a refusal. */
export const withCurrent = (
  { offerInFlight: _, botsTurn: __, ...before }: Conversation,
  current: CurrentState
): Conversation => ({
  ...before,
  version: current.version,
  status: current.status,
  holderIds: holdersOf(current),
  partial: true
})

export const withoutOfferInFlight = ({ offerInFlight: _, ...conversation }: Conversation): Conversation => conversation

const fromSummary = (summary: ConversationSummary) => ({
  id: summary.id,
  version: summary.version,
  status: summary.status,
  departmentId: summary.departmentId,
  channelKind: summary.channel.kind,
  enqueuedAt: Date.parse(summary.enqueuedAt),
  holderIds: holdersOf(summary)
})

/** A transfer on offer takes a slot of both agents. */
function holdersOf({
  status,
  agent,
  offer
}: Pick<ConversationSummary, 'status' | 'agent'> & Pick<CurrentState, 'offer'>) {
  if (status !== 'offered' && status !== 'ongoing') return NOBODY
  return [...(agent ? [agent.id] : []), ...(status === 'offered' && offer ? [offer.agentId] : [])]
}
