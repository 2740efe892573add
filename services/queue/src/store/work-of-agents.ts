import { gather } from '@inbox/runtime'
import { type Collection, storageCall } from '@inbox/storage'
import { agentOfSlot, type Conversation } from '../domain/conversation.ts'
import { type ConversationDocument, toConversation } from './conversation-document.ts'

/** What agents have. */
export interface WorkOfAgents {
  /** The slots an agent holds now, e.g. `["ana#0"]`. */
  slotsOf(agentId: string): Promise<string[]>
  /** Conversations offered to, ongoing or pending with the agent. */
  ofAgent(agentId: string, statuses: Conversation['status'][]): Promise<Conversation[]>
  /** Which of these agents have an offer or ongoing work; looks at no more than `limit` conversations. */
  holders(agentIds: string[], limit: number): Promise<string[]>
  /** Which of these agents have something pending; looks at no more than `limit` conversations. */
  withPending(agentIds: string[], limit: number): Promise<string[]>
}

export function openWorkOfAgents(collection: Collection<ConversationDocument>): WorkOfAgents {
  const takenSlots = async (agentIds: string[], limit?: number): Promise<string[]> => {
    const held = await storageCall(() =>
      collection
        .find(
          { assignees: { $in: agentIds }, status: { $in: ['offered', 'ongoing'] } },
          { projection: { slots: 1 }, ...(limit !== undefined && { limit }) }
        )
        .toArray()
    )
    return held.flatMap(({ slots }) => slots ?? [])
  }

  return {
    slotsOf: gather(async (agentIds: string[]) => {
      const taken = Map.groupBy(await takenSlots([...new Set(agentIds)]), agentOfSlot)
      return agentIds.map(id => taken.get(id) ?? [])
    }),
    ofAgent: async (agentId, statuses) => {
      const documents = await storageCall(() =>
        collection
          .find({ assignees: agentId, status: { $in: statuses } })
          .sort({ statusSince: -1, _id: -1 })
          .toArray()
      )
      return (documents as unknown as ConversationDocument[]).map(toConversation)
    },
    holders: async (agentIds, limit) => {
      const holding = new Set((await takenSlots(agentIds, limit)).map(agentOfSlot))
      return agentIds.filter(id => holding.has(id))
    },
    withPending: async (agentIds, limit) => {
      const pending = await storageCall(() =>
        collection
          .find({ assignees: { $in: agentIds }, status: 'pending' }, { projection: { assignees: 1 }, limit })
          .toArray()
      )
      return [...new Set(pending.flatMap(({ assignees }) => assignees))]
    }
  }
}
