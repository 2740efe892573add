import { isDeepStrictEqual } from 'node:util'
import { type AnyDocument, type Collection, ofAny, storageCall } from '@inbox/storage'
import { type ConversationDocument, termsOfConversation } from './conversation-document.ts'
import type { RecordedDocument } from './history.ts'
import { type MessageDocument, termsOfMessage } from './messages.ts'
import { type NoteDocument, termsOfNote } from './notes.ts'

/** How far a walk through a collection has got. */
export interface WalkDocument {
  _id: string
  after: string
  done: boolean
}

/** Documents stored by older versions, which lack fields by which this one finds and counts them. */
export interface Older {
  /** Completes the next page, from where any process stopped; false = none left. */
  completePage(): Promise<boolean>
  /** How many documents each unfinished walk has yet to look at. */
  remaining(): Promise<{ walk: string; documents: number }[]>
}

interface Collections {
  conversations: Collection<ConversationDocument>
  messages: Collection<MessageDocument>
  notes: Collection<NoteDocument>
  transitions: Collection<RecordedDocument>
  walks: Collection<WalkDocument>
}

const PAGE = 200

export function openOlder(collections: Collections): Older {
  const { walks } = collections
  return {
    async completePage() {
      for (const [name, { complete }] of Object.entries(pages)) {
        const walk = await storageCall(() => walks.findOne({ _id: name }))
        if (walk?.done) continue
        const page = await complete(collections, walk?.after ?? '')
        const progress = { after: page.at(-1)?._id ?? walk?.after ?? '', done: page.length < PAGE }
        await storageCall(() => walks.updateOne({ _id: name }, { $set: progress }, { upsert: true }))
        return true
      }
      return false
    },
    async remaining() {
      const done = await storageCall(() => walks.find({}).toArray())
      const known = new Map(done.map(walk => [walk._id, walk]))
      const open = Object.entries(pages).filter(([name]) => !known.get(name)?.done)
      return Promise.all(
        open.map(async ([name, { of }]) => {
          const collection = collections[of] as unknown as Collection<AnyDocument>
          const ahead = { _id: { $gt: known.get(name)?.after ?? '' } }
          return { walk: name, documents: await storageCall(() => collection.countDocuments(ahead)) }
        })
      )
    }
  }
}

type Complete = (collections: Collections, after: string) => Promise<{ _id: string }[]>

const completeMessages: Complete = async ({ messages }, after) => {
  const page = await pageOf(messages, after)
  await setFields(
    messages,
    page.flatMap(each => (each.content ? changed(each, { terms: termsOfMessage(each) }) : []))
  )
  return page
}

const completeNotes: Complete = async ({ notes, conversations }, after) => {
  const page = await pageOf(notes, after)
  const ids = page.map(({ conversationId }) => conversationId)
  const found = await storageCall(() =>
    conversations.find({ _id: { $in: ids } }, { projection: { departmentId: 1 } }).toArray()
  )
  const departments = new Map(found.map(({ _id, departmentId }) => [_id, departmentId]))
  await setFields(
    notes,
    page.flatMap(each => {
      const departmentId = each.departmentId ?? departments.get(each.conversationId)
      return changed(each, { terms: termsOfNote(each), ...(departmentId !== undefined && { departmentId }) })
    })
  )
  return page
}

const completeConversations: Complete = async ({ conversations, transitions }, after) => {
  const page = await pageOf(conversations, after)
  const ids = page.map(({ _id }) => _id)
  const found = await storageCall(() => transitions.find({ conversationId: { $in: ids } }).toArray())
  const steps = Map.groupBy(found as RecordedDocument[], ({ conversationId }) => conversationId)
  await setFields(
    conversations,
    page.flatMap(each =>
      changed(each, { terms: termsOfConversation(each), ...served(each, steps.get(each._id) ?? []) })
    )
  )
  await setFields(
    transitions,
    page.flatMap(each => handled(each, steps.get(each._id) ?? []))
  )
  return page
}

/** Keyed by the name under which progress is stored: a new number makes it walk through everything once more. */
const pages: Record<string, { of: 'messages' | 'notes' | 'conversations'; complete: Complete }> = {
  'messages 1': { of: 'messages', complete: completeMessages },
  'notes 1': { of: 'notes', complete: completeNotes },
  'conversations 1': { of: 'conversations', complete: completeConversations }
}

async function pageOf<Doc extends { _id: string }>(collection: Collection<Doc>, after: string): Promise<Doc[]> {
  const page = await storageCall(() =>
    ofAny(collection)
      .find({ _id: { $gt: after } }, { limit: PAGE })
      .sort({ _id: 1 })
      .toArray()
  )
  return page as unknown as Doc[]
}

async function setFields<Doc extends { _id: string }>(collection: Collection<Doc>, sets: Set[]): Promise<void> {
  const writes = sets.map(({ _id, ...fields }) => ({ updateOne: { filter: { _id }, update: { $set: fields } } }))
  if (writes.length > 0) await storageCall(() => ofAny(collection).bulkWrite(writes, { ordered: false }))
}

type Set = { _id: string } & Record<string, unknown>

/** The fields that differ from what is stored. */
function changed(document: { _id: string }, fields: Record<string, unknown>): Set[] {
  const stored = document as Record<string, unknown>
  const different = Object.entries(fields).filter(([name, value]) => !isDeepStrictEqual(stored[name], value))
  return different.length > 0 ? [{ _id: document._id, ...Object.fromEntries(different) }] : []
}

const timeInOngoing = (steps: readonly RecordedDocument[]): number =>
  steps.reduce((sum, { from, lastedMs = 0 }) => sum + (from === 'ongoing' ? lastedMs : 0), 0)

function served({ status, servedMs }: ConversationDocument, steps: readonly RecordedDocument[]) {
  const sum = timeInOngoing(steps)
  return status !== 'closed' && servedMs === undefined && sum > 0 ? { servedMs: sum } : {}
}

function handled({ startedAt }: ConversationDocument, steps: readonly RecordedDocument[]): Set[] {
  const end = steps.find(({ to, handledMs }) => to === 'closed' && handledMs === undefined)
  return startedAt && end ? [{ _id: end._id, handledMs: timeInOngoing(steps) }] : []
}
