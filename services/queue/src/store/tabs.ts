import type { Tab } from '@inbox/contracts'
import { type Collection, storageCall } from '@inbox/storage'
import type { Conversation } from '../domain/conversation.ts'
import { type ConversationDocument, toConversation } from './conversation-document.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'

/** Whose conversations a tab shows: a department's or everybody's, an agent's or everybody's. */
export interface TabFilter {
  /** Undefined = all departments. */
  departmentIds?: readonly string[]
  /** Undefined = whoever has them. */
  agentId?: string
  channelId?: string
}

export interface TabPage {
  conversations: Conversation[]
  nextCursor: string | null
}

const statusesOf: Record<Tab, Conversation['status'][]> = {
  queue: ['queued'],
  ongoing: ['offered', 'ongoing'],
  myInbox: ['pending'],
  inactives: ['inactive'],
  closed: ['closed']
}

/** Read models: what each tab shows, in index order, stable under inserts. */
export function openTabs(collection: Collection<ConversationDocument>) {
  return {
    async page(tab: Tab, filter: TabFilter, limit: number, cursor?: string): Promise<TabPage> {
      const order = tab === 'queue' ? arrival : newest
      // one index range per status and department, merged: each is read in order and no further than the page
      const ranges = scopesOf(tab, filter)
      const pages = await Promise.all(ranges.map(range => read(range, order, limit, cursor)))
      const documents = pages.flat().sort(order.compare).slice(0, limit)
      const last = documents.at(-1)
      return {
        conversations: documents.map(toConversation),
        nextCursor: last && documents.length === limit ? encodeCursor(order.valuesOf(last)) : null
      }
    },
    async count(tab: Tab, filter: TabFilter): Promise<number> {
      const counts = await Promise.all(
        scopesOf(tab, filter).map(range => storageCall(() => collection.countDocuments(range as never)))
      )
      return counts.reduce((sum, count) => sum + count, 0)
    },
    async byIds(ids: string[]): Promise<Conversation[]> {
      const documents = await storageCall(() => collection.find({ _id: { $in: ids } } as never).toArray())
      return (documents as unknown as ConversationDocument[]).map(toConversation)
    },
    /** All that distribution must know, by id. */
    async live(limit: number, after?: string): Promise<TabPage> {
      const documents = (await storageCall(() =>
        collection
          .find({ live: true, ...(after && { _id: { $gt: after } }) } as never, { limit })
          .sort({ _id: 1 })
          .toArray()
      )) as unknown as ConversationDocument[]
      return {
        conversations: documents.map(toConversation),
        nextCursor: documents.length === limit ? (documents.at(-1)?._id ?? null) : null
      }
    },
    headOf: async (departmentId: string): Promise<Conversation | undefined> => {
      const [head] = await read({ status: 'queued', departmentId }, arrival, 1)
      return head && toConversation(head)
    }
  }

  async function read(range: object, order: Order, limit: number, cursor?: string): Promise<ConversationDocument[]> {
    const after = cursor === undefined ? {} : order.after(cursor)
    const found = collection.find({ ...range, ...after } as never, { limit }).sort(order.sort)
    return (await storageCall(() => found.toArray())) as unknown as ConversationDocument[]
  }
}

function scopesOf(tab: Tab, { departmentIds, agentId, channelId }: TabFilter): object[] {
  const channel = channelId === undefined ? {} : { 'channel.id': channelId }
  const statuses = statusesOf[tab].map(status => ({ status, ...channel }))
  const ofAgent = tab === 'ongoing' || tab === 'myInbox'
  if (ofAgent && agentId !== undefined) {
    return statuses.map(scope => ({
      assignees: agentId,
      ...scope,
      ...(departmentIds && { departmentId: { $in: departmentIds } })
    }))
  }
  if (!departmentIds) return statuses
  return statuses.flatMap(scope => departmentIds.map(departmentId => ({ ...scope, departmentId })))
}

interface Order {
  sort: Record<string, 1 | -1>
  compare(a: ConversationDocument, b: ConversationDocument): number
  valuesOf(document: ConversationDocument): (string | number)[]
  after(cursor: string): object
}

const byId = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const arrival: Order = {
  sort: { priority: -1, enqueuedAt: 1, _id: 1 },
  compare: (a, b) => b.priority - a.priority || a.enqueuedAt.getTime() - b.enqueuedAt.getTime() || byId(a._id, b._id),
  valuesOf: ({ priority, enqueuedAt, _id }) => [priority, enqueuedAt.getTime(), _id],
  after(cursor) {
    const [priority, at, id] = decodeCursor(cursor, ['number', 'number', 'string']) as [number, number, string]
    const enqueuedAt = new Date(at)
    return {
      $or: [
        { priority: { $lt: priority } },
        { priority, enqueuedAt: { $gt: enqueuedAt } },
        { priority, enqueuedAt, _id: { $gt: id } }
      ]
    }
  }
}

const newest: Order = {
  sort: { statusSince: -1, _id: -1 },
  compare: (a, b) => b.statusSince.getTime() - a.statusSince.getTime() || byId(b._id, a._id),
  valuesOf: ({ statusSince, _id }) => [statusSince.getTime(), _id],
  after(cursor) {
    const [at, id] = decodeCursor(cursor, ['number', 'string']) as [number, string]
    const statusSince = new Date(at)
    return { $or: [{ statusSince: { $lt: statusSince } }, { statusSince, _id: { $lt: id } }] }
  }
}

export type Tabs = ReturnType<typeof openTabs>
