import type { ChannelRef, DeliveryStatus, Message } from '@inbox/contracts'
import {
  type Aggregate,
  type Collection,
  type Entry,
  findById,
  type IndexOf,
  insertMissing,
  type Outbox,
  openAggregates,
  storageCall
} from '@inbox/storage'
import { type Fact, factOfAnswer } from '../domain/fact.ts'
import { termsOf, textOf } from '../domain/search-terms.ts'

/** A message as stored; `providerMessageId` of outbound ones is what the provider called it. */
export type MessageDocument = Omit<Message, 'id' | 'version'> &
  Aggregate & { departmentId: string; sentOn: Date; receivedOn: Date; terms: string[]; fact?: Fact }

const MOST_TERMS = 40
const indexes: IndexOf[] = [
  { key: { terms: 1 }, name: 'terms' },
  { key: { conversationId: 1, sentOn: -1, receivedOn: -1, _id: -1 }, name: 'of-conversation' },
  {
    key: { providerMessageId: 1 },
    name: 'provider',
    partialFilterExpression: { direction: 'outbound', providerMessageId: { $exists: true } }
  },
  { key: { 'fact.on': 1 }, name: 'facts', sparse: true }
]

const forward: (DeliveryStatus | 'queued')[] = ['queued', 'sent', 'delivered', 'read']

export interface Messages {
  exists(id: string): Promise<boolean>
  get(id: string): Promise<Message | null>
  /** An outbound message by our id or the provider's. */
  find(id: string): Promise<Message | null>
  /** Stores messages that are not there yet. */
  record(messages: Appended[]): Promise<void>
  page(
    conversationId: string,
    limit: number,
    before?: { sentOn: Date; receivedOn: Date; id: string }
  ): Promise<Message[]>
  /** Moves the status forward, never back; `failed` only before the message was delivered. Null = nothing to change. */
  advance(
    id: string,
    status: DeliveryStatus,
    more: { error?: string; providerMessageId?: string },
    entry: (message: Message) => Entry
  ): Promise<Message | null>
}

export async function openMessages(collection: Collection<MessageDocument>, outbox: Outbox): Promise<Messages> {
  const aggregates = await openAggregates(collection, outbox, indexes)
  const idOf = findById(collection, { _id: 1 })
  const insertOnce = insertMissing(collection)

  return {
    exists: async id => (await idOf(id)) !== null,
    get: async id => {
      const document = await aggregates.load(id)
      return document && toMessage(document)
    },
    find: async id => {
      const document = (await aggregates.load(id)) ?? (await byProviderId(collection, id))
      return document && toMessage(document)
    },
    record: async messages => {
      await Promise.all(messages.map(appended => insertOnce(toDocument(appended))))
    },
    page: async (conversationId, limit, before) => {
      const older = before && olderThan(before)
      const documents = await storageCall(() =>
        collection
          .find({ conversationId, ...older } as never, { limit })
          .sort({ sentOn: -1, receivedOn: -1, _id: -1 })
          .toArray()
      )
      return (documents as unknown as MessageDocument[]).reverse().map(toMessage)
    },
    advance: async (id, status, more, entry) => {
      for (;;) {
        const before = await aggregates.load(id)
        if (before?.direction !== 'outbound' || !moves(before.status ?? 'queued', status)) return null
        const after = { ...before, status, ...more }
        const message = { ...toMessage(after), version: before.version + 1 }
        const committed = await aggregates.commit(before, after, [entry(message)])
        if (committed !== 'conflict') return message
      }
    }
  }
}

const byProviderId = (collection: Collection<MessageDocument>, id: string) =>
  storageCall(() =>
    collection.findOne({ direction: 'outbound', providerMessageId: id } as never)
  ) as Promise<MessageDocument | null>

function moves(from: DeliveryStatus | 'queued', to: DeliveryStatus): boolean {
  if (from === 'failed') return false
  if (to === 'failed') return from === 'queued' || from === 'sent'
  return forward.indexOf(to) > forward.indexOf(from)
}

interface Appended {
  message: Message
  departmentId: string
  channel: ChannelRef
}

const toDocument = ({ message: { id, version, ...message }, departmentId, channel }: Appended): MessageDocument => ({
  ...message,
  _id: id,
  version: 1,
  departmentId,
  sentOn: new Date(message.sentAt),
  receivedOn: new Date(message.receivedAt),
  terms: termsOf([textOf(message.content)], MOST_TERMS),
  outbox: [],
  // only first answers are reported
  ...(message.firstResponseMs !== undefined && { fact: factOfAnswer(message, departmentId, channel) })
})

const toMessage = ({
  _id,
  outbox,
  departmentId,
  sentOn,
  receivedOn,
  terms,
  fact,
  ...message
}: MessageDocument): Message => ({
  ...message,
  id: _id
})

const olderThan = ({ sentOn, receivedOn, id }: { sentOn: Date; receivedOn: Date; id: string }) => ({
  $or: [
    { sentOn: { $lt: sentOn } },
    { sentOn, receivedOn: { $lt: receivedOn } },
    { sentOn, receivedOn, _id: { $lt: id } }
  ]
})
