import type { Transition } from '@inbox/contracts'
import { type Collection, ensureIndexes, insertMissing, storageCall } from '@inbox/storage'
import type { Fact } from '../domain/fact.ts'

export type Recorded = Transition & { conversationId: string; version: number }
/** `fact`: what reports count it as. */
export type RecordedDocument = Recorded & { _id: string; fact?: Fact }

/** Every transition of every conversation, stored once per conversation and version. */
export interface History {
  record(steps: (Recorded & { fact: Fact })[]): Promise<void>
  of(conversationId: string): Promise<Recorded[]>
}

const MOST = 1000

export async function openHistory(collection: Collection<RecordedDocument>): Promise<History> {
  await ensureIndexes(collection, [
    { key: { conversationId: 1, version: 1 }, name: 'of-conversation' },
    { key: { 'fact.on': 1 }, name: 'facts' }
  ])
  const insertOnce = insertMissing(collection)
  return {
    record: async steps => {
      await Promise.all(steps.map(step => insertOnce({ ...step, _id: `${step.conversationId}:${step.version}` })))
    },
    of: async conversationId => {
      const documents = await storageCall(() =>
        collection.find({ conversationId }, { limit: MOST }).sort({ version: 1 }).toArray()
      )
      return documents.map(({ _id, fact, ...step }) => step)
    }
  }
}
