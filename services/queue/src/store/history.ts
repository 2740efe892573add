import type { Transition } from '@inbox/contracts'
import { type Collection, ensureIndexes, insertMissing, storageCall } from '@inbox/storage'

export type Recorded = Transition & { conversationId: string; version: number }
export type RecordedDocument = Recorded & { _id: string }

/** Every transition of every conversation, stored once by conversation and version. */
export interface History {
  record(steps: Recorded[]): Promise<void>
  of(conversationId: string): Promise<Recorded[]>
}

const MOST = 1000

export async function openHistory(collection: Collection<RecordedDocument>): Promise<History> {
  await ensureIndexes(collection, [{ key: { conversationId: 1, version: 1 }, name: 'of-conversation' }])
  const insertOnce = insertMissing(collection)
  return {
    record: async steps => {
      await Promise.all(steps.map(step => insertOnce({ ...step, _id: `${step.conversationId}:${step.version}` })))
    },
    of: async conversationId => {
      const documents = await storageCall(() =>
        collection.find({ conversationId }, { limit: MOST }).sort({ version: 1 }).toArray()
      )
      return documents.map(({ _id, ...step }) => step)
    }
  }
}
