import type { Envelope } from '@inbox/contracts'
import { systemClock } from '@inbox/kernel'
import type { Broker } from '@inbox/messaging'
import type { AnyDocument, Collection } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals'
import { createReleaseFiles } from '../src/application/release-files.ts'
import { createRemoveEnded } from '../src/application/remove-ended.ts'
import { contactIdOf } from '../src/domain/contact.ts'
import { reportOf } from '../src/domain/report.ts'
import type { RetentionPeriod } from '../src/domain/retention-period.ts'
import { type ConversationDocument, toDocument } from '../src/store/conversation-document.ts'

import { after, inStatus, noon } from './builders.ts'
import { openStoredQueue, type StoredQueue } from './stored-queue.ts'

const stack = new AsyncDisposableStack()
const logger = createLogger('test', 'silent')
const DAY_MS = 86_400_000
const ALL = [{ days: 30 }]
let now = new Date(noon.getTime() + 31 * DAY_MS)
let stores: StoredQueue['stores']
let collection: (name: string) => Collection<{ _id: string }>
let released: string[] = []
let brokerIsAway = false

beforeAll(async () => {
  const queue = stack.use(await openStoredQueue(import.meta.url))
  collection = name => queue.database.collection(name)
  stores = queue.stores
})
afterAll(() => stack.disposeAsync())

const channel = { id: 'wa', kind: 'whatsapp' as const, name: 'WhatsApp' }
const contactId = contactIdOf('wa', '+55')
const contact = { id: contactId, externalId: '+55', name: 'Bia' }
const stored = (id: string, status: 'closed' | 'inactive' | 'queued', more: Partial<ConversationDocument> = {}) => ({
  ...toDocument(inStatus[status]({ id, contact, statusSince: noon })),
  ...{ outbox: [], ...more }
})
const message = (id: string, conversationId: string, more: object = {}) => ({
  ...{ _id: id, version: 1, conversationId, departmentId: 'sales', channelId: 'wa', outbox: [], terms: ['boots'] },
  ...{ direction: 'inbound', author: { kind: 'contact', name: 'Bia' }, content: { type: 'text', text: 'boots' } },
  ...{ sentAt: noon.toISOString(), receivedAt: noon.toISOString(), sentOn: noon, receivedOn: noon, ...more }
})
const fact = { on: after(1), departmentId: 'sales', channelId: 'wa', channelName: 'WhatsApp', agentId: 'ana' }
const insert = (name: string, ...documents: AnyDocument[]) => collection(name).insertMany(documents)
const idsIn = async (name: string) => (await collection(name).find({}).toArray()).map(({ _id }) => _id).toSorted()

const tells: Pick<Broker, 'publish'> = {
  publish: async (_, { data }) => {
    if (brokerIsAway) throw new Error('away')
    const { mediaId, messageId } = data as Envelope<{ mediaId: string; messageId: string }>['data']
    released.push(`${mediaId} of ${messageId}`)
  }
}
const remove = (periods: readonly RetentionPeriod[] = ALL) =>
  createRemoveEnded({
    ...{ removals: stores.removals, clock: { ...systemClock, now: () => now }, logger, periods },
    broker: tells
  })(new AbortController().signal)

const releaseFiles = (
  periods: readonly RetentionPeriod[],
  { fileReleases }: Pick<typeof stores, 'fileReleases'> = stores
) =>
  createReleaseFiles({
    ...{ fileReleases, clock: { ...systemClock, now: () => now }, logger, periods },
    broker: tells
  })(new AbortController().signal)

const totals = async () => {
  const period = { from: noon, until: after(1000), timeZone: 'UTC', by: [], targetMs: 60_000 }
  const groups = await stores.reports.groups(period)
  return reportOf(groups.ok ? groups.value : [], [], { department: new Map(), agent: new Map() }).total
}

beforeEach(async () => {
  now = new Date(noon.getTime() + 31 * DAY_MS)
  released = []
  brokerIsAway = false
  for (const name of [
    'conversations',
    'messages',
    'notes',
    'drafts',
    'transitions',
    'contacts',
    'removals',
    'file_releases'
  ])
    await collection(name).deleteMany({})
  const known = { version: 1, channel, told: { name: 'Bia' }, toldAt: noon, edited: {}, createdAt: noon }
  await insert('contacts', { _id: contactId, externalId: '+55', aliases: ['BR.1'], ...known })
  await insert('contacts', { _id: contactIdOf('wa', 'BR.1'), externalId: 'BR.1', mergedInto: contactId, ...known })
  await insert('conversations', stored('old', 'closed'))
  const photo = { type: 'image', mediaId: 'photo', mimeType: 'image/png' }
  await insert(
    'messages',
    message('asked', 'old', { content: photo, formerly: [{ content: { ...photo, mediaId: 'first' }, at: '' }] }),
    message('mailed', 'old', { mail: { raw: { mediaId: 'raw' } } }),
    message('answered', 'old', {
      direction: 'outbound',
      author: { kind: 'agent', id: 'ana' },
      fact,
      firstResponseMs: 60_000,
      ...{ cost: { billable: true }, status: 'sent' }
    })
  )
  await insert('notes', { _id: 'n', conversationId: 'old', text: 'Bia calls back', at: noon, outbox: [] })
  await insert('drafts', { _id: 'old:ana', conversationId: 'old', text: 'Dear Bia', at: noon })
  const step = { from: null, to: 'queued', conversationId: 'old', version: 1, actor: { kind: 'contact' }, cause: 'c' }
  await insert('transitions', { ...step, _id: 'old:1', note: 'for Bia', fact })
})

it('what ended before the period is removed with everything said in it, and the figures of reports stay', async () => {
  const before = await totals()
  expect(before).toMatchObject({ arrived: 1, answered: 1, billed: 1 })
  await remove()

  for (const name of ['conversations', 'notes', 'drafts', 'contacts', 'removals'])
    expect([name, await idsIn(name)]).toEqual([name, []])
  expect(released.toSorted()).toEqual(['first of asked', 'photo of asked', 'raw of mailed'])
  expect(await totals()).toEqual(before)
  const left = JSON.stringify([
    await collection('messages').find({}).toArray(),
    await collection('transitions').find({}).toArray()
  ])
  expect(left).not.toMatch(/Bia|boots/)
  // nobody can read what is left of the answer
  expect([await stores.messages.get('answered'), await stores.messages.all(['answered'])]).toEqual([null, []])
  await stores.messages.report('answered', { status: 'read' }, channel, () => ({}) as never)
  expect(await idsIn('messages')).toEqual(['answered'])
})

it('a department that keeps conversations for less loses them earlier, and no other does', async () => {
  await collection('conversations').deleteMany({})
  const daysAgo = (days: number) => ({ statusSince: new Date(now.getTime() - days * DAY_MS) })
  await insert(
    'conversations',
    stored('of health', 'closed', { departmentId: 'health', ...daysAgo(8) }),
    stored('new of health', 'inactive', { departmentId: 'health', ...daysAgo(6) }),
    stored('of sales', 'closed', { departmentId: 'sales', ...daysAgo(8) })
  )
  await remove([{ days: 7, departmentId: 'health' }])
  expect(await idsIn('conversations')).toEqual(['new of health', 'of sales'])
  await remove([{ days: 30 }, { days: 5, departmentId: 'health' }])
  expect(await idsIn('conversations')).toEqual(['of sales'])
  await remove([{ days: 7 }, { days: 5, departmentId: 'health' }])
  expect(await idsIn('conversations')).toEqual([])
})

it('what has not ended, ended later, or has something left to publish stays as it is', async () => {
  await collection('conversations').deleteMany({})
  await insert(
    'conversations',
    stored('waiting', 'queued'),
    stored('recent', 'closed', { statusSince: new Date(now.getTime() - 29 * DAY_MS) }),
    stored('untold', 'closed', { outbox: [{ id: 'e', type: 't', at: noon, envelope: {} as never }] as never })
  )
  await insert('messages', message('of-recent', 'recent'))
  await remove()
  expect(await idsIn('conversations')).toEqual(['recent', 'untold', 'waiting'])
  expect(await idsIn('messages')).toContain('of-recent')
  expect([await idsIn('contacts'), await idsIn('removals')]).toEqual([expect.arrayContaining([contactId]), []])
})

it('a contact who still has something else stays, and so does what they write meanwhile', async () => {
  await insert('conversations', stored('expired', 'inactive'), stored('other', 'queued', { thread: { id: 't' } }))
  const { endedBefore } = stores.removals
  const seen = await endedBefore(now)
  await collection('conversations').updateOne({ _id: 'expired' }, { $inc: { version: 1 } } as never)
  const expired = seen.find(({ id }) => id === 'expired')!
  expect(await stores.removals.begin(expired, now)).toBe(false)
  expect(await idsIn('conversations')).toContain('expired')
  await collection('conversations').deleteOne({ _id: 'expired' })
  await remove()
  expect([await idsIn('conversations'), (await idsIn('contacts')).length]).toEqual([['other'], 2])
})

it('an abandoned removal is finished by whoever comes once it counts as dead, and by nobody before', async () => {
  brokerIsAway = true
  await remove()
  expect([await idsIn('conversations'), await idsIn('removals')]).toEqual([[], ['old']])
  expect(await idsIn('messages')).toHaveLength(3)
  brokerIsAway = false
  await remove()
  expect(await idsIn('messages')).toHaveLength(3)
  now = new Date(now.getTime() + 601_000)
  await remove()
  expect([await idsIn('messages'), await idsIn('removals'), await idsIn('contacts')]).toEqual([['answered'], [], []])
})

it('one that has begun but removed nothing yet is carried out if it is still due, or else abandoned', async () => {
  const at = new Date(now.getTime() - 601_000)
  await insert('conversations', stored('reopened', 'queued'))
  await insert('removals', { _id: 'old', contactId, at }, { _id: 'reopened', contactId, at })
  await remove()
  expect([await idsIn('conversations'), await idsIn('removals')]).toEqual([['reopened'], []])
})

it('files may be removed before their conversation, which otherwise stays; those of live or later conversations stay', async () => {
  const file = { content: { type: 'image', mediaId: 'live', mimeType: 'image/png' } }
  await insert(
    'conversations',
    stored('waits', 'queued'),
    stored('recent', 'closed', { statusSince: after(1.5 * DAY_MS) })
  )
  const header = { type: 'image', mediaId: 'header', mimeType: 'image/png' }
  await insert(
    'messages',
    message('seen', 'waits', file),
    message('late', 'recent', file),
    message('offer', 'old', { content: { type: 'template', name: 't', language: 'pt', text: 'boots', header } })
  )
  const before = await collection('messages').find({}).toArray()
  brokerIsAway = true
  await expect(releaseFiles(ALL)).rejects.toThrow('away')
  brokerIsAway = false
  await releaseFiles([{ days: 10_000 }, { days: 30, departmentId: 'elsewhere' }])
  expect(released).toEqual([])
  await Promise.all([releaseFiles(ALL), releaseFiles(ALL)])
  expect([...new Set(released)].toSorted()).toEqual([
    'first of asked',
    'header of offer',
    'photo of asked',
    'raw of mailed'
  ])
  // nothing but that the files are gone
  const named = ['asked', 'mailed', 'offer']
  expect(await collection('messages').find({}).toArray()).toEqual(
    before.map(each => (named.includes(each._id) ? { ...each, mediaGone: true, version: 2 } : each))
  )
  released = []
  await releaseFiles(ALL)
  expect(released).toEqual([])
  now = new Date(now.getTime() + 2 * DAY_MS)
  await releaseFiles(ALL)
  expect(released).toEqual(['live of late'])
  await remove()
  expect(await idsIn('conversations')).toEqual(['waits'])
})

it('the files that a contact sends stay, though their conversation had ended when its other files were about to go', async () => {
  const { next } = stores.fileReleases
  const file = { content: { type: 'image', mediaId: 'new', mimeType: 'image/png' } }
  const comesBack: typeof next = async (...asked) => {
    const page = await next(...asked)
    if (page) await insert('messages', message('back', 'old', { ...file, receivedOn: now }))
    return page
  }
  await releaseFiles(ALL, { fileReleases: { ...stores.fileReleases, next: comesBack } })
  expect(released.toSorted()).toEqual(['first of asked', 'photo of asked', 'raw of mailed'])
  expect(await collection('messages').findOne({ _id: 'back' })).not.toHaveProperty('mediaGone')
})

it('a file that a contact sends with an edit stays, though the file it replaces was about to go', async () => {
  const { messagesOf } = stores.fileReleases
  const second = { type: 'image', mediaId: 'second', mimeType: 'image/png' }
  const isEdited: typeof messagesOf = async (...asked) => {
    const seen = await messagesOf(...asked)
    const edit = { content: second, editedAt: now.toISOString() }
    await collection('messages').updateOne({ _id: 'asked' }, { $set: edit, $inc: { version: 1 } } as never)
    return seen
  }
  await releaseFiles(ALL, { fileReleases: { ...stores.fileReleases, messagesOf: isEdited } })
  expect(released.toSorted()).toEqual(['first of asked', 'photo of asked', 'raw of mailed'])
  expect(await collection('messages').findOne({ _id: 'asked' })).not.toHaveProperty('mediaGone')
  expect(await collection('messages').findOne({ _id: 'mailed' })).toHaveProperty('mediaGone', true)
})

it('when more than one page ended at the same moment, no file is forgotten', async () => {
  const many = Array.from({ length: 250 }, (_, n) => `many-${n}`)
  const endedAt = (n: number) => after(n < 90 ? 1 : 2)
  await insert(
    'conversations',
    ...many.map((id, n) => stored(id, 'closed', { statusSince: endedAt(Math.floor(n / 2)) }))
  )
  const file = (n: number) => ({ content: { type: 'image', mediaId: `file-${n}`, mimeType: 'image/png' } })
  await insert('messages', ...many.map((id, n) => message(`m-${n}`, id, file(n))))
  await releaseFiles(ALL)
  expect(new Set(released).size).toBe(253)
})
