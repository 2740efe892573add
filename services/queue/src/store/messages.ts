import { isDeepStrictEqual } from 'node:util'
import { type ChannelRef, type Message, withoutRaw } from '@inbox/contracts'
import { messageIdOf } from '@inbox/kernel/derived-id'
import {
  type Aggregate,
  type Collection,
  dropIndexes,
  type Entry,
  findById,
  type IndexOf,
  insertMissing,
  type Outbox,
  openAggregates,
  storageCall
} from '@inbox/storage'
import type { Reaction } from '../domain/contact-changes.ts'
import { type DeliveryReport, leftAsIs, type Precondition, reported, sentAgain } from '../domain/delivery-status.ts'
import { type Fact, factOfAnswer } from '../domain/fact.ts'
import { termsOf, textOf } from '../domain/search-terms.ts'
import { openQuotes, withoutQuoted } from './quotes.ts'

/** A message as stored. `channelId`: missing in documents of former versions. */
export type MessageDocument = Omit<Message, 'id' | 'version' | 'reactions'> &
  Aggregate & {
    departmentId: string
    channelId?: string
    reactions?: Reaction[]
    sentOn: Date
    receivedOn: Date
    terms: string[]
    fact?: Fact
  }

/** More than a person writes at once; the rest of the longest mails cannot be searched. */
const MAX_TERMS = 1000
export const termsOfMessage = ({ content }: Pick<Message, 'content'>): string[] => termsOf([textOf(content)], MAX_TERMS)

const indexes: IndexOf[] = [
  { key: { terms: 1 }, name: 'terms' },
  { key: { conversationId: 1, sentOn: -1, receivedOn: -1, _id: -1 }, name: 'of-conversation' },
  {
    key: { providerMessageId: 1, channelId: 1 },
    name: 'provider-of-channel',
    partialFilterExpression: { direction: 'outbound', providerMessageId: { $exists: true } }
  },
  { key: { 'fact.on': 1 }, name: 'facts', sparse: true }
]

/** From former versions, in which a channel's reports could touch other channels' messages. */
const retiredIndexes = ['provider']
/** How many messages with one provider's id are considered while some do not name their channel. */
const MAX_NAMESAKES = 20

export interface Messages {
  exists(id: string): Promise<boolean>
  get(id: string): Promise<Message | null>
  /** Those that exist, in the order of the ids. */
  all(ids: readonly string[]): Promise<Message[]>
  /** Outbound messages a channel may mean by an id, ours or its own: several only if none names its channel. */
  outbound(id: string, channelId: string): Promise<Message[]>
  /** Messages of either side that a channel may mean by an id; several only if none of them names its channel. */
  ofChannel(id: string, channelId: string): Promise<Message[]>
  /** Stores messages that are not stored yet. */
  record(messages: Appended[]): Promise<void>
  page(
    conversationId: string,
    limit: number,
    before?: { sentOn: Date; receivedOn: Date; id: string },
    withFormer?: boolean
  ): Promise<Message[]>
  /** Applies a channel's report about an outbound message; `entry` makes the event if its status changed. */
  report(id: string, report: DeliveryReport, channel: ChannelRef, entry: (message: Message) => Entry): Promise<void>
  /** Applies a contact's change to a message; `entries` makes the events if anything visible changed. */
  changeByContact(
    id: string,
    next: (message: MessageDocument) => MessageDocument,
    entries: (message: Message) => Entry[]
  ): Promise<void>
  /** Applies our side's reaction to a message, or a report about it; returns the resulting message. */
  react(
    id: string,
    next: (message: MessageDocument) => MessageDocument,
    entries: (message: Message) => Entry[]
  ): Promise<Message | null>
  /** Moves all messages of a conversation to another, along with what they quote of each other. */
  moveTo(conversationId: string, otherId: string): Promise<void>
  /** Records what became of the copy of a file. */
  takeCopy(
    id: string,
    next: (message: MessageDocument) => MessageDocument,
    entries: (message: Message) => Entry[]
  ): Promise<void>
  /** Queues an undelivered message to be sent once more; returns the resulting message. */
  sendAgain(id: string, seen: Precondition, entries: (message: Message) => Entry[]): Promise<Message | null>
  /** Leaves a message that may not have arrived as it is; returns the resulting message. */
  leaveAsIs(id: string, seen: Precondition, entries: (message: Message) => Entry[]): Promise<Message | null>
}

export async function openMessages(collection: Collection<MessageDocument>, outbox: Outbox): Promise<Messages> {
  const aggregates = await openAggregates(collection, outbox, indexes)
  await dropIndexes(collection, retiredIndexes)
  const idOf = findById(collection, { _id: 1 })
  const insertOnce = insertMissing(collection)
  const quotes = openQuotes(collection)
  /** Applies `next` to a message, with the events from `tell` if anything visible changed. */
  const change = async (
    id: string,
    next: (message: MessageDocument) => MessageDocument,
    tell: (message: Message) => Entry[]
  ): Promise<Message | null> => {
    for (;;) {
      const before = await aggregates.load(id)
      // what is erased stays so, however late a change arrives
      if (!before || !saysSomething(before)) return null
      const after = before.content.type === 'erased' ? before : next(before)
      if (isDeepStrictEqual(after, before)) return toMessage(before)
      const message = { ...toMessage(after), version: before.version + 1 }
      const told = shown.some(field => !isDeepStrictEqual(after[field], before[field]))
      if ((await aggregates.commit(before, after, told ? tell(message) : [])) !== 'conflict') return message
    }
  }

  return {
    exists: async id => (await idOf(id)) !== null,
    get: async id => {
      const document = await aggregates.load(id)
      return document && saysSomething(document) ? toMessage(document) : null
    },
    all: async ids => {
      const found = await storageCall(() => collection.find({ _id: { $in: [...ids] } } as never).toArray())
      const saying = (found as unknown as MessageDocument[]).filter(saysSomething)
      const byId = new Map(saying.map(each => [each._id, toMessage(each)]))
      return ids.flatMap(id => byId.get(id) ?? [])
    },
    outbound: async (id, channelId) => {
      const own = await aggregates.load(id)
      const found = own?.direction === 'outbound' ? [own] : await byProviderId(collection, id, channelId)
      return found.map(toMessage)
    },
    ofChannel: async (id, channelId) => {
      const ids = [id, messageIdOf(channelId, id)]
      const own = await storageCall(() => collection.find({ _id: { $in: ids } } as never).toArray())
      const found = own.length > 0 ? own : await byProviderId(collection, id, channelId)
      return (found as unknown as MessageDocument[])
        .filter(each => saysSomething(each) && (each.channelId ?? channelId) === channelId)
        .map(toMessage)
    },
    record: async messages => {
      await Promise.all(messages.map(appended => insertOnce(toDocument(appended))))
    },
    page: async (conversationId, limit, before, withFormer = false) => {
      const older = before && olderThan(before)
      const documents = await storageCall(() =>
        collection
          .find({ conversationId, ...older }, { limit })
          .sort({ sentOn: -1, receivedOn: -1, _id: -1 })
          .toArray()
      )
      const inOrder = (documents as unknown as MessageDocument[]).reverse()
      const quoted = await quotes.of(inOrder)
      return inOrder.map(document => ({
        ...(withFormer ? toMessage(document) : withoutRaw(toMessage(document))),
        ...quoted(document),
        ...(withFormer && document.formerly && { formerly: document.formerly })
      }))
    },
    changeByContact: async (id, next, entries) => {
      const withTerms = (document: MessageDocument) => {
        const after = next(document)
        return after === document ? document : { ...after, terms: termsOfMessage(after) }
      }
      await change(id, withTerms, entries)
    },
    react: change,
    report: async (id, report, channel, entry) => {
      await change(
        id,
        message => charged(reported(message, report), channel),
        message => [entry(message)]
      )
    },
    moveTo: async (conversationId, otherId) => {
      await storageCall(() => collection.updateMany({ conversationId }, { $set: { conversationId: otherId } }))
      const quoting = { conversationId: otherId, 'replyTo.conversationId': conversationId }
      await storageCall(() => collection.updateMany(quoting, { $set: { 'replyTo.conversationId': otherId } }))
    },
    takeCopy: async (id, next, entries) => {
      await change(id, next, entries)
    },
    sendAgain: (id, seen, entries) => change(id, message => sentAgain(message, seen), entries),
    leaveAsIs: (id, seen, entries) => change(id, message => leftAsIs(message, seen), entries)
  }
}

/** Answers past their retention keep only their figures (store/removals.ts). */
const saysSomething = ({ content }: Partial<MessageDocument>): boolean => content !== undefined

/** The fields that readers see; the rest, such as former texts, is shown to nobody. */
const shown = ['status', 'leftAsIs', 'content', 'mediaCopy', 'mediaGone', 'reactions', 'ourReaction'] as const

/** Reports include what is charged for. */
const charged = (message: MessageDocument, channel: ChannelRef): MessageDocument =>
  message.cost?.billable && !message.fact
    ? { ...message, fact: factOfAnswer(message, message.departmentId, channel) }
    : message

const byProviderId = (collection: Collection<MessageDocument>, id: string, channelId: string) =>
  storageCall(() =>
    collection
      .find(
        // null: documents of older versions name no channel
        { direction: 'outbound', providerMessageId: id, channelId: { $in: [channelId, null as unknown as string] } },
        { limit: MAX_NAMESAKES }
      )
      .toArray()
  ) as unknown as Promise<MessageDocument[]>

interface Appended {
  message: Message
  departmentId: string
  channel: ChannelRef
}

const toDocument = ({
  message: { id, version, replyTo, reactions, ...message },
  departmentId,
  channel
}: Appended): MessageDocument => ({
  ...message,
  ...(replyTo && { replyTo: withoutQuoted(replyTo) }),
  _id: id,
  version: 1,
  departmentId,
  channelId: channel.id,
  sentOn: new Date(message.sentAt),
  receivedOn: new Date(message.receivedAt),
  terms: termsOfMessage(message),
  outbox: [],
  // of other messages, reports only include what is charged for
  ...(message.firstResponseMs !== undefined && { fact: factOfAnswer(message, departmentId, channel) })
})

export const toMessage = ({
  _id,
  outbox,
  departmentId,
  channelId,
  sentOn,
  receivedOn,
  terms,
  fact,
  formerly,
  reactions,
  ...message
}: MessageDocument): Message => ({
  ...message,
  ...(reactions && { reactions: reactions.flatMap(({ emoji, ...each }) => (emoji ? [{ ...each, emoji }] : [])) }),
  id: _id
})

const olderThan = ({ sentOn, receivedOn, id }: { sentOn: Date; receivedOn: Date; id: string }) => ({
  $or: [
    { sentOn: { $lt: sentOn } },
    { sentOn, receivedOn: { $lt: receivedOn } },
    { sentOn, receivedOn, _id: { $lt: id } }
  ]
})
