import { getConversationsById } from '@inbox/contracts'
import type { Client } from '@inbox/http'
import { unwrap } from '@inbox/kernel'
import { type ConversationUpdate, updateOf } from '../domain/conversation-update.ts'

/** Reads conversations (at most 1000) from their owner; unknown ones are left out. Throws Retryable. */
export const createAskQueue =
  (client: Client) =>
  async (ids: readonly string[]): Promise<Map<string, ConversationUpdate>> => {
    const { items } = unwrap(await client.call(getConversationsById, { query: { ids: ids.join(',') } }))
    return new Map(items.map(item => [item.id, updateOf(item)]))
  }
