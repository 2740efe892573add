import type { AnyDocument, Collection } from '@inbox/storage'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { reportOf } from '../src/domain/report.ts'
import { type ConversationDocument, toDocument } from '../src/store/conversation-document.ts'

import { after, inStatus, noon } from './builders.ts'
import { openStoredQueue, type StoredQueue } from './stored-queue.ts'

const stack = new AsyncDisposableStack()
let stores: StoredQueue['stores']
let collection: (name: string) => Collection<{ _id: string }>
const MINUTE_MS = 60_000

beforeAll(async () => {
  const queue = stack.use(await openStoredQueue(import.meta.url))
  collection = name => queue.database.collection(name)
  stores = queue.stores
})
afterAll(() => stack.disposeAsync())

const complete = async () => {
  while (await stores.older.completePage());
}
/** A conversation as stored by a version that had neither searchable tags nor the time in Ongoing. */
const stored = (id: string, status: 'closed' | 'pending'): Omit<ConversationDocument, 'outbox'> => ({
  ...toDocument(inStatus[status]({ id, tags: ['Warranty'], contact: { id, externalId: id } })),
  ...{ startedAt: noon, terms: [id] }
})
const step = (id: string, version: number, from: string, to: string, lastedMs: number) => ({
  ...{ _id: `${id}:${version}`, conversationId: id, version, from, to, lastedMs, actor: { kind: 'agent' } },
  ...{ cause: 'c', fact: { on: after(version), departmentId: 'sales', channelId: 'wa', channelName: 'WhatsApp' } }
})
const found = async (q: string) => {
  const page = await stores.search.page({ q, scopes: [{}] }, 50)
  return page.ok ? page.value.conversations.map(({ id }) => id).sort() : []
}

it('what older versions stored is found and counted like what this one stores', async () => {
  const insert = (name: string, documents: AnyDocument[]) => collection(name).insertMany(documents)
  await insert('conversations', [
    { ...stored('done', 'closed'), outbox: [] },
    { ...stored('aside', 'pending'), outbox: [] }
  ])
  await insert('transitions', [
    step('done', 2, 'ongoing', 'pending', 10 * MINUTE_MS),
    step('done', 3, 'pending', 'ongoing', MINUTE_MS),
    step('done', 4, 'ongoing', 'closed', 9 * MINUTE_MS),
    step('aside', 2, 'ongoing', 'pending', 5 * MINUTE_MS)
  ])
  const content = { type: 'text', text: '明日の会議室について' }
  await insert('messages', [
    { _id: 'm', conversationId: 'done', departmentId: 'sales', content, sentOn: noon, terms: [], outbox: [] }
  ])
  await insert('notes', [{ _id: 'n', conversationId: 'aside', text: 'calls back', at: noon, outbox: [] }])

  expect(await stores.older.remaining()).toEqual([
    { walk: 'messages 1', documents: 1 },
    { walk: 'notes 1', documents: 1 },
    { walk: 'conversations 1', documents: 2 }
  ])
  await complete()
  expect(await stores.older.remaining()).toEqual([])
  expect([await found('warranty'), await found('会議室'), await found('calls')]).toEqual([
    ['aside', 'done'],
    ['done'],
    ['aside']
  ])
  expect(await stores.notes.page('aside', 10)).toEqual([
    { id: 'n', conversationId: 'aside', text: 'calls back', at: noon }
  ])
  const period = { from: noon, until: after(1000), timeZone: 'UTC', by: [], targetMs: 1 }
  const groups = await stores.reports.groups(period)
  const { total } = reportOf(groups.ok ? groups.value : [], [], { department: new Map(), agent: new Map() })
  expect(total).toMatchObject({ closed: 1, handlingMs: 19 * MINUTE_MS })
  expect(await stores.conversations.load('aside')).toMatchObject({ conversation: { servedMs: 5 * MINUTE_MS } })
})

it('it is completed once, however often and by however many processes that is begun', async () => {
  await collection('messages').updateOne({ _id: 'm' }, { $set: { terms: ['as it was'] } })
  await Promise.all([complete(), complete()])
  expect(await collection('messages').findOne({ _id: 'm' })).toMatchObject({ terms: ['as it was'] })
  expect(await stores.older.completePage()).toBe(false)
})
