import type { ChannelRef, Message, Rating, RoutedConversation, Transition } from '@inbox/contracts'

/** When, where and with whom something that reports count happened. */
export interface Fact {
  on: Date
  departmentId: string
  channelId: string
  channelName: string
  agentId?: string
}

export function factOf({ departmentId, channel, ...conversation }: RoutedConversation, transition: Transition): Fact {
  const agentId = whose(conversation, transition)
  // arrivals count when they came, however late that was handled
  const on = transition.from === null ? (conversation.arrivedAt ?? transition.at) : transition.at
  return { on: new Date(on), departmentId, ...ofChannel(channel), ...(agentId !== undefined && { agentId }) }
}

export const factOfAnswer = (
  { sentAt, author }: Pick<Message, 'sentAt' | 'author'>,
  departmentId: string,
  channel: ChannelRef
): Fact => ({
  on: new Date(sentAt),
  departmentId,
  ...ofChannel(channel),
  ...(author.id !== undefined && { agentId: author.id })
})

/** The fact of a rating: it counts for the agent who had it when it was closed. */
export const factOfRating = (
  { departmentId, channel, agent }: Pick<RoutedConversation, 'departmentId' | 'channel' | 'agent'>,
  { at }: Rating
): Fact => ({ on: new Date(at), departmentId, ...ofChannel(channel), ...(agent && { agentId: agent.id }) })

const ofChannel = ({ id, name }: ChannelRef) => ({ channelId: id, channelName: name })

/** What ends (an offer or the work on it) counts for the agent who had it; what begins, for the agent who gets it. */
function whose(
  { agent, offer }: Pick<RoutedConversation, 'agent' | 'offer'>,
  { from, to, previousAgentId }: Transition
): string | undefined {
  if (from === 'ongoing' || (from === 'offered' && to === 'queued')) return previousAgentId ?? agent?.id
  return to === 'offered' ? offer?.agentId : agent?.id
}
