import {
  countConversations,
  type Found,
  getConversation,
  getConversationsById,
  getMonitor,
  getRoutingSnapshot,
  listColleagues,
  listConversations,
  listHistory,
  listMessages,
  type Message,
  tab as tabs
} from '@inbox/contracts'
import { type Call, type Caller, type Route, route, userOf } from '@inbox/http'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Looked, Origin } from '@inbox/messaging'
import { decodeCursor, encodeCursor } from '@inbox/storage'
import { maySee, type Reader, supervises, tabFilterOf } from '../domain/access.ts'
import { assigneesOf } from '../domain/conversation.ts'
import { isDone } from '../domain/person-act.ts'
import { lookedAt, searched } from '../domain/read-entry.ts'
import { routedOf, summaryOf } from '../domain/summary.ts'
import type { Agents } from '../store/agents.ts'
import type { Contacts } from '../store/contacts.ts'
import type { Conversations, Loaded } from '../store/conversations.ts'
import type { Drafts } from '../store/drafts.ts'
import type { History } from '../store/history.ts'
import type { Messages } from '../store/messages.ts'
import type { Monitor } from '../store/monitor.ts'
import type { Notes } from '../store/notes.ts'
import type { Search } from '../store/search.ts'
import { searchScopeOf } from '../store/search-scope.ts'
import type { Tabs } from '../store/tabs.ts'

export interface ReadStores {
  conversations: Conversations
  messages: Messages
  contacts: Contacts
  notes: Notes
  drafts: Drafts
  history: History
  agents: Agents
  tabs: Tabs
  search: Search
  monitor: Monitor
}

/** Tells the audit what somebody has read, if it is to know. */
export type AuditOf = (reader: Reader, looked: Looked | undefined, origin: Origin) => void

/** A message as sent to its reader: with addresses of its files. */
export type Show = (message: Message) => Message

/** The reader behind a call; their departments are as last told by the directory, not as in an older token. */
export async function readerOf(caller: Caller, agents: Agents): Promise<Reader> {
  const user = userOf(caller)
  const agent = await agents.get(user.id)
  return {
    id: user.id,
    name: user.name,
    role: user.role,
    ...(user.scopes && { isProgram: true }),
    departmentIds: agent?.active ? agent.departmentIds : user.departmentIds,
    ...(agent?.bot && { bot: agent.bot }),
    ...(agent && { agent })
  }
}

/**
 * The conversation named in a call, and its reader; callers who may not see it learn nothing about it. `actionId`:
 * whoever did that action sees its result again, as the first time.
 */
export async function opened(
  { params, caller }: Pick<Call, 'caller'> & { params: { id: string } },
  { agents, conversations }: Pick<ReadStores, 'agents' | 'conversations'>,
  actionId?: string
): Promise<Result<{ reader: Reader; loaded: Loaded }, Rejection>> {
  const [reader, loaded] = await Promise.all([readerOf(caller, agents), conversations.load(params.id)])
  const did = loaded && actionId !== undefined && isDone(loaded.conversation, { id: actionId, by: reader.id })
  return loaded && (did || maySee(reader, loaded.conversation))
    ? ok({ reader, loaded })
    : reject('not-found', `No such conversation: ${params.id}`)
}

/** The read-only calls. */
export function reads(stores: ReadStores, show: Show, audit: AuditOf): Route[] {
  const { messages, history, drafts, agents, tabs: lists, search, monitor } = stores

  return [
    route(listConversations, async ({ query, caller, correlationId }) => {
      const reader = await readerOf(caller, agents)
      const { tab = 'queue', q, limit, cursor } = query
      if (q === undefined) {
        const page = await lists.page(tab, tabFilterOf(tab, reader, query), limit, cursor)
        return ok({ items: page.conversations.map(summaryOf), nextCursor: page.nextCursor })
      }
      audit(reader, searched(reader), { correlationId })
      const page = await search.page({ q, ...searchScopeOf(reader, query) }, limit, cursor)
      if (!page.ok) return page
      const { conversations, nextCursor, found } = page.value
      const items = conversations.map(each => ({ ...summaryOf(each), ...inFound(found.get(each.id)) }))
      return ok({ items, nextCursor })
    }),
    route(countConversations, async ({ caller }) => {
      const reader = await readerOf(caller, agents)
      const counts = await Promise.all(
        tabs.options.map(async tab => [tab, await lists.count(tab, tabFilterOf(tab, reader, {}))])
      )
      return ok(Object.fromEntries(counts))
    }),
    route(getConversation, async call => {
      const found = await opened(call, stores)
      if (!found.ok) return found
      const { reader, loaded } = found.value
      const { conversation } = loaded
      audit(reader, lookedAt(reader, conversation), { correlationId: call.correlationId })
      const draft = await drafts.of(conversation.id, reader.id, assigneesOf(conversation).includes(reader.id))
      return ok({ ...summaryOf(conversation), ...(draft && { draft }) })
    }),
    route(listMessages, async ({ params, query, caller, correlationId }) => {
      const found = await opened({ params, caller }, stores)
      if (!found.ok) return found
      const { reader, loaded } = found.value
      audit(reader, lookedAt(reader, loaded.conversation), { correlationId })
      const cursor = query.before ?? query.cursor
      const before = cursor === undefined ? undefined : placeOf(cursor)
      const items = await messages.page(params.id, query.limit, before, supervises(reader))
      const oldest = items[0]
      const more = oldest && items.length === query.limit
      return ok({
        items: items.map(show),
        nextCursor: more ? encodeCursor([Date.parse(oldest.sentAt), Date.parse(oldest.receivedAt), oldest.id]) : null
      })
    }),
    route(listHistory, async call => {
      const found = await opened(call, stores)
      if (!found.ok) return found
      const { reader, loaded } = found.value
      audit(reader, lookedAt(reader, loaded.conversation), { correlationId: call.correlationId })
      return ok({ items: await history.of(call.params.id), nextCursor: null })
    }),
    route(getRoutingSnapshot, async ({ query }) => {
      const page = await lists.live(query.limit, query.cursor)
      return ok({ items: page.conversations.map(routedOf), nextCursor: page.nextCursor })
    }),
    route(getConversationsById, async ({ query, caller }) => {
      const found = await lists.byIds(query.ids)
      const reader = caller.kind === 'user' ? await readerOf(caller, agents) : undefined
      return ok({ items: found.filter(conversation => !reader || maySee(reader, conversation)).map(summaryOf) })
    }),
    route(getMonitor, async () => ok(await monitor.read())),
    route(listColleagues, async () => ok({ items: await monitor.people() }))
  ]
}

const inFound = (found: Found | undefined) => (found ? { found } : {})

function placeOf(cursor: string) {
  const [sentOn, receivedOn, id] = decodeCursor(cursor, ['number', 'number', 'string']) as [number, number, string]
  return { sentOn: new Date(sentOn), receivedOn: new Date(receivedOn), id }
}
