import type { Tab } from '@inbox/contracts'
import { type Collection, encodeCursor, storageCall } from '@inbox/storage'
import { type Reader, supervises, type TabFilter } from '../domain/access.ts'
import type { Conversation } from '../domain/conversation.ts'
import { type ConversationDocument, toConversation } from './conversation-document.ts'
import type { Departments } from './departments.ts'
import { arrival, beginning, newest, type Order } from './order.ts'

export interface TabPage {
  conversations: Conversation[]
  nextCursor: string | null
}

const MAX_COUNTED = 1000

const statusesOf: Record<Tab, Conversation['status'][]> = {
  queue: ['queued'],
  ongoing: ['offered', 'ongoing'],
  myInbox: ['pending'],
  inactives: ['inactive'],
  closed: ['closed']
}

/** Read models: what each tab shows, in index order, stable under inserts. */
export function openTabs(collection: Collection<ConversationDocument>, departments: Pick<Departments, 'all'>) {
  return {
    async page(tab: Tab, filter: TabFilter, limit: number, cursor?: string): Promise<TabPage> {
      // the index of a channel's conversations begins with the department
      const everywhere = filter.channelId !== undefined && !filter.departmentIds
      const departmentIds = everywhere ? (await departments.all()).map(({ id }) => id) : filter.departmentIds
      // one index range per status and department, merged: each is read in order and no further than the page
      const scopes = scopesOf(tab, { ...filter, ...(departmentIds && { departmentIds }) })
      return read(scopes, tab === 'queue' ? arrival : newest, limit, cursor)
    },
    /** At most 1000: counting must not get slow because of conversations that ended long ago. */
    async count(tab: Tab, filter: TabFilter): Promise<number> {
      const counts = await Promise.all(
        scopesOf(tab, filter).map(range => storageCall(() => collection.countDocuments(range, { limit: MAX_COUNTED })))
      )
      return Math.min(
        MAX_COUNTED,
        counts.reduce((sum, count) => sum + count, 0)
      )
    },
    async byIds(ids: string[]): Promise<Conversation[]> {
      const documents = await storageCall(() => collection.find({ _id: { $in: ids } }).toArray())
      return (documents as unknown as ConversationDocument[]).map(toConversation)
    },
    /** Everything that distribution needs to know, by id. */
    async live(limit: number, after?: string): Promise<TabPage> {
      const documents = (await storageCall(() =>
        collection
          .find(
            { live: true, ...(after && { _id: { $gt: after } }) },
            {
              limit,
              projection: { terms: 0, outbox: 0 }
            }
          )
          .sort({ _id: 1 })
          .toArray()
      )) as unknown as ConversationDocument[]
      return {
        conversations: documents.map(toConversation),
        nextCursor: documents.length === limit ? (documents.at(-1)?._id ?? null) : null
      }
    },
    /** A contact's conversations that the reader may see, newest first. */
    async ofContact(contactId: string, reader: Reader, limit: number, cursor?: string): Promise<TabPage> {
      return read([{ 'contact.id': contactId, ...visibleTo(reader) }], beginning, limit, cursor)
    },
    headOf: async (departmentId: string): Promise<Conversation | undefined> => {
      const { conversations } = await read([{ status: 'queued', departmentId }], arrival, 1)
      return conversations[0]
    }
  }

  async function read(scopes: object[], order: Order, limit: number, cursor?: string): Promise<TabPage> {
    const places = cursor === undefined ? [{}] : order.after(cursor)
    const ranges = scopes.flatMap(scope => places.map(place => ({ ...scope, ...place })))
    const found = await Promise.all(
      ranges.map(range => storageCall(() => collection.find(range, { limit }).sort(order.sort).toArray()))
    )
    const documents = (found.flat() as unknown as ConversationDocument[]).sort(order.compare).slice(0, limit)
    const last = documents.at(-1)
    return {
      conversations: documents.map(toConversation),
      nextCursor: last && documents.length === limit ? encodeCursor(order.valuesOf(last)) : null
    }
  }
}

/** What a tab shows, as alternative filters. */
export function scopesOf(tab: Tab, { departmentIds, agentId, channelId }: TabFilter): object[] {
  const ofAgent = tab === 'ongoing' || tab === 'myInbox'
  const hadAgent = tab === 'inactives' || tab === 'closed'
  // indexes of ended conversations are partial, so a query must say that it wants nothing else
  const ended = hadAgent && { live: false }
  const channel = channelId !== undefined && { 'channel.id': channelId, ...ended }
  const statuses = statusesOf[tab].map(status => ({ status, ...channel }))
  if (ofAgent && agentId !== undefined) {
    return statuses.map(scope => ({
      assignees: agentId,
      ...scope,
      ...(departmentIds && { departmentId: { $in: departmentIds } })
    }))
  }
  if (hadAgent && agentId !== undefined) {
    return statuses.map(scope => ({
      'agent.id': agentId,
      ...scope,
      ...ended,
      ...(departmentIds && { departmentId: { $in: departmentIds } })
    }))
  }
  if (!departmentIds) return statuses
  return statuses.flatMap(scope => departmentIds.map(departmentId => ({ ...scope, departmentId })))
}

/** The rule of `maySee`, as a filter. */
export const visibleTo = (reader: Reader): object =>
  supervises(reader) ? {} : { $or: [{ departmentId: { $in: reader.departmentIds } }, { assignees: reader.id }] }

export type Tabs = ReturnType<typeof openTabs>
