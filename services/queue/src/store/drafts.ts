import type { AgentRef, Draft } from '@inbox/contracts'
import { type Collection, ensureIndexes, storageCall } from '@inbox/storage'

export interface DraftDocument {
  /** `<conversation>:<agent>`. */
  _id: string
  conversationId: string
  agent: AgentRef
  text: string
  replyTo?: { messageId: string } | undefined
  at: Date
}

/** Unfinished answers, one per conversation and agent. Stored apart, which leaves the conversation's version alone. */
export interface Drafts {
  /** An empty text that quotes nothing removes the draft. */
  put(conversationId: string, agent: Pick<AgentRef, 'id' | 'name'>, written: Written, at: Date): Promise<void>
  /** The agent's own draft; if there is none and `inherits`, the newest of another agent. */
  of(conversationId: string, agentId: string, inherits: boolean): Promise<Draft | undefined>
  /** Removes all drafts that are not newer. */
  clear(conversationId: string, until: Date): Promise<void>
}

type Written = Pick<DraftDocument, 'text' | 'replyTo'>

const MOST = 100

export async function openDrafts(collection: Collection<DraftDocument>): Promise<Drafts> {
  await ensureIndexes(collection, [{ key: { conversationId: 1, at: -1 }, name: 'of-conversation' }])

  return {
    put: async (conversationId, { id, name }, { text, replyTo }, at) => {
      const _id = `${conversationId}:${id}`
      const fields = { conversationId, agent: { id, name }, text, ...(replyTo && { replyTo }), at }
      await storageCall(async () =>
        text === '' && !replyTo
          ? collection.deleteOne({ _id })
          : collection.replaceOne({ _id }, fields, { upsert: true })
      )
    },
    of: async (conversationId, agentId, inherits) => {
      const all = await storageCall(() =>
        collection.find({ conversationId }, { limit: MOST }).sort({ at: -1 }).toArray()
      )
      const found = all.find(({ agent }) => agent.id === agentId) ?? (inherits ? all[0] : undefined)
      const answers = found?.replyTo && { replyTo: found.replyTo }
      return found && { text: found.text, ...answers, agent: found.agent, at: found.at.toISOString() }
    },
    clear: async (conversationId, until) => {
      await storageCall(() => collection.deleteMany({ conversationId, at: { $lte: until } }))
    }
  }
}
