import {
  getConversationsById,
  getDirectorySnapshot,
  getRoutingSnapshot,
  listPresence,
  type RoutedConversation
} from '@inbox/contracts'
import { createClient } from '@inbox/http'
import { unwrap } from '@inbox/kernel'
import type { Config } from '../config.ts'
import type { Update } from '../domain/apply.ts'

/** The owners' current state, as updates for the matcher. All calls throw Retryable while an owner is away. */
export interface Snapshots {
  directory(): Promise<Update[]>
  presence(): Promise<Update[]>
  /** A page of `limit` conversations; `next` is the cursor of the following one, null after the last. */
  conversations(limit: number, cursor?: string): Promise<{ update: ConversationUpdate[]; next: string | null }>
  conversation(id: string): Promise<Update>
}
export type ConversationUpdate = Extract<Update, { type: 'conversation' }>

export function createSnapshots(
  config: Pick<Config, 'DIRECTORY_URL' | 'PRESENCE_URL' | 'QUEUE_URL' | 'SERVICE_TOKEN_SECRET'>
): Snapshots {
  const clientOf = (baseUrl: string) =>
    createClient({ baseUrl, service: 'distribution', secret: config.SERVICE_TOKEN_SECRET })
  const [directory, presence, queue] = [config.DIRECTORY_URL, config.PRESENCE_URL, config.QUEUE_URL].map(clientOf) as [
    ReturnType<typeof clientOf>,
    ReturnType<typeof clientOf>,
    ReturnType<typeof clientOf>
  ]
  return {
    async directory() {
      const { departments, agents } = unwrap(await directory.call(getDirectorySnapshot, {}))
      return [
        ...departments.map(department => ({ type: 'department' as const, department })),
        ...agents.map(agent => ({ type: 'agent' as const, agent }))
      ]
    },
    async presence() {
      const { items } = unwrap(await presence.call(listPresence, { query: {} }))
      return items.map(each => ({ type: 'presence' as const, presence: each }))
    },
    async conversations(limit, cursor) {
      const query = { limit, ...(cursor !== undefined && { cursor }) }
      const { items, nextCursor } = unwrap(await queue.call(getRoutingSnapshot, { query }))
      return { update: items.map(updateOf), next: nextCursor }
    },
    async conversation(conversationId) {
      const { items } = unwrap(await queue.call(getConversationsById, { query: { ids: conversationId } }))
      return { type: 'reread', conversationId, ...(items[0] && { conversation: items[0] }) }
    }
  }
}

const updateOf = (conversation: RoutedConversation): ConversationUpdate => ({
  type: 'conversation',
  conversation,
  at: Date.parse(conversation.startedAt ?? conversation.enqueuedAt)
})
