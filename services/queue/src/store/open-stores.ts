import type { Clock } from '@inbox/kernel'
import type { Broker } from '@inbox/messaging'
import { type Mongo, type Outbox, openOutbox } from '@inbox/storage'
import type { Logger } from '@inbox/telemetry'
import { openActivity } from './activity.ts'
import { type AgentDocument, openAgents } from './agents.ts'
import { type ContactDocument, openContacts } from './contacts.ts'
import type { ConversationDocument } from './conversation-document.ts'
import { openConversations } from './conversations.ts'
import { type DepartmentDocument, openDepartments } from './departments.ts'
import { type DraftDocument, openDrafts } from './drafts.ts'
import { openErasing } from './erasing.ts'
import { type ErasureDocument, openErasures } from './erasures.ts'
import { type FileReleaseDocument, openFileReleases } from './file-releases.ts'
import { openHistory, type RecordedDocument } from './history.ts'
import { type MessageDocument, openMessages } from './messages.ts'
import { openMonitor } from './monitor.ts'
import { type NoteDocument, openNotes } from './notes.ts'
import { openOlder, type WalkDocument } from './older.ts'
import { openParkedErasures, type ParkedErasure } from './parked-erasures.ts'
import { published, toldOf } from './published.ts'
import { openRatings, type RatingDocument } from './ratings.ts'
import { createRecord } from './record.ts'
import { openRemovals, type RemovalDocument } from './removals.ts'
import { openReports } from './reports.ts'
import { openSearch } from './search.ts'
import { openTabs } from './tabs.ts'
import { openWaits } from './waits.ts'

interface Options {
  mongo: Mongo
  broker: Pick<Broker, 'publish'>
  clock: Clock
  logger: Logger
  onMiss: (agentId: string, departmentId: string, misses: number) => void
}

/** Opens everything that the queue stores, with its indexes and outboxes. */
export async function openStores({ mongo, broker, clock, logger, onMiss }: Options) {
  const conversationCollection = mongo.collection<ConversationDocument>('conversations')
  const messageCollection = mongo.collection<MessageDocument>('messages')
  const outboxes: Outbox[] = []
  const outboxOf = <Doc extends ConversationDocument | MessageDocument | NoteDocument | ErasureDocument>(
    collection: ReturnType<typeof mongo.collection<Doc>>,
    record?: ReturnType<typeof createRecord>
  ) => {
    const outbox = openOutbox<Doc>({
      collection,
      types: published,
      publish: (type, envelope) => broker.publish(type, toldOf(envelope)),
      clock,
      logger,
      ...(record && { record })
    })
    outboxes.push(outbox)
    return outbox
  }

  const agents = await openAgents(mongo.collection<AgentDocument>('agents'), clock)
  const departments = openDepartments(mongo.collection<DepartmentDocument>('departments'))
  const contactCollection = mongo.collection<ContactDocument>('contacts')
  const contacts = await openContacts(contactCollection, clock)
  const transitionCollection = mongo.collection<RecordedDocument>('transitions')
  const history = await openHistory(transitionCollection)
  const messages = await openMessages(messageCollection, outboxOf(messageCollection))
  const noteCollection = mongo.collection<NoteDocument>('notes')
  const notes = await openNotes(noteCollection, outboxOf(noteCollection))
  const draftCollection = mongo.collection<DraftDocument>('drafts')
  const drafts = await openDrafts(draftCollection)
  const ratingCollection = mongo.collection<RatingDocument>('ratings')
  const ratings = await openRatings(ratingCollection)
  const record = createRecord({ messages, history, notes, ratings, drafts, agents, onMiss })
  const conversations = await openConversations(conversationCollection, outboxOf(conversationCollection, record))
  const tabs = openTabs(conversationCollection, departments)
  const waits = openWaits(conversationCollection)
  const search = openSearch(conversationCollection, messageCollection, noteCollection)
  const monitor = openMonitor(conversationCollection, departments, agents, tabs, waits)

  const reports = openReports(transitionCollection, messageCollection, ratingCollection)
  const activity = openActivity(transitionCollection)
  const erasureCollection = mongo.collection<ErasureDocument>('erasures')
  const erasures = await openErasures(erasureCollection, outboxOf(erasureCollection))
  const both = { conversations: conversationCollection, messages: messageCollection }
  const erasing = openErasing(both)
  const parkedErasures = await openParkedErasures(mongo.collection<ParkedErasure>('parked_erasures'))
  const older = openOlder({
    ...both,
    notes: noteCollection,
    transitions: transitionCollection,
    walks: mongo.collection<WalkDocument>('walks')
  })
  const removals = await openRemovals({
    removals: mongo.collection<RemovalDocument>('removals'),
    ...both,
    notes: noteCollection,
    drafts: draftCollection,
    transitions: transitionCollection,
    contacts: contactCollection
  })

  const releases = mongo.collection<FileReleaseDocument>('file_releases')

  return {
    agents,
    departments,
    contacts,
    notes,
    ratings,
    drafts,
    history,
    messages,
    conversations,
    tabs,
    waits,
    search,
    monitor,
    reports,
    activity,
    older,
    removals,
    fileReleases: openFileReleases({ releases, ...both }),
    erasures,
    erasing,
    parkedErasures,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(outboxes.map(outbox => outbox[Symbol.asyncDispose]()))
    }
  }
}
