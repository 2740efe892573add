import type { ConversationSummary } from '@inbox/contracts'

/** What an event or the queue says about a conversation. */
export interface ConversationUpdate {
  conversationId: string
  version: number
  /** Queued, offered, ongoing or pending. */
  live: boolean
  expiresAt?: Date
  departmentId: string
  /** Its owner, or the agent it is offered to. */
  agentId?: string
}

const LIVE = new Set<ConversationSummary['status']>(['queued', 'offered', 'ongoing', 'pending'])

/** A conversation as far as windows are concerned. */
export const updateOf = ({
  id,
  version,
  status,
  window,
  departmentId,
  agent,
  offer
}: Omit<ConversationSummary, 'referenceNumber'>): ConversationUpdate => ({
  conversationId: id,
  version,
  live: LIVE.has(status),
  ...(window && { expiresAt: new Date(window.expiresAt) }),
  departmentId,
  ...((agent || offer) && { agentId: agent?.id ?? offer!.agentId })
})
