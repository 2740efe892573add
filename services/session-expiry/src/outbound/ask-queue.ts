import { type ConversationSummary, getConversationsById } from '@inbox/contracts'
import type { Client } from '@inbox/http'
import { unwrap } from '@inbox/kernel'
import type { Seen } from '../domain/session-window.ts'

const LIVE = new Set<ConversationSummary['status']>(['queued', 'offered', 'ongoing', 'pending'])

/** A conversation as far as windows are concerned. */
export const seenOf = ({
  id,
  version,
  status,
  window,
  departmentId,
  agent,
  offer
}: Omit<ConversationSummary, 'referenceNumber'>): Seen => ({
  conversationId: id,
  version,
  live: LIVE.has(status),
  ...(window && { expiresAt: new Date(window.expiresAt) }),
  departmentId,
  ...((agent || offer) && { agentId: agent?.id ?? offer!.agentId })
})

/** The truth about conversations (at most 1000), from their owner; who it does not know is left out. Throws Retryable. */
export const askQueue =
  (client: Client) =>
  async (ids: readonly string[]): Promise<Map<string, Seen>> => {
    const { items } = unwrap(await client.call(getConversationsById, { query: { ids: ids.join(',') } }))
    return new Map(items.map(item => [item.id, seenOf(item)]))
  }
