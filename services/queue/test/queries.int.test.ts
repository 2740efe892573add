import type { Message, Presence } from '@inbox/contracts'
import { systemClock } from '@inbox/kernel'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { isolate, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Reader } from '../src/domain/access.ts'
import { reacted } from '../src/domain/contact-changes.ts'
import { reactedByUs } from '../src/domain/our-reaction.ts'
import { noteEntry } from '../src/outbound/events.ts'
import { openStores } from '../src/store/open-stores.ts'
import { scopesOf } from '../src/store/tabs.ts'
import { agent, department, inStatus, noon } from './builders.ts'
import { watchedMongo } from './watched-mongo.ts'

type Stores = Omit<Awaited<ReturnType<typeof openStores>>, typeof Symbol.asyncDispose>
type Calls = { [Store in keyof Stores]: Record<keyof Stores[Store], () => Promise<unknown>> }

const stack = new AsyncDisposableStack()
let stores: Stores
let watched: ReturnType<typeof watchedMongo>

beforeAll(async () => {
  const logger = createLogger('test', 'silent')
  const isolated = stack.use(await isolate(import.meta.url))
  const mongo = stack.use(await connectMongo({ url: isolated.mongodbUrl, database: isolated.database, logger }))
  watched = watchedMongo(mongo)
  const broker = { publish: async () => undefined }
  stores = stack.use(
    await openStores({ mongo: watched.mongo, broker, clock: systemClock, logger, onMiss: () => undefined })
  )
})
afterAll(() => stack.disposeAsync())

const ana: Reader = { id: 'ana', name: 'Ana', role: 'agent', departmentIds: ['sales', 'support'] }
const boss: Reader = { ...ana, id: 'boss', role: 'supervisor' }
const conversation = inStatus.queued()
const message: Message = {
  id: 'm1',
  conversationId: 'conv',
  direction: 'outbound',
  author: { kind: 'agent', id: 'ana' },
  content: { type: 'text', text: 'hello' },
  sentAt: noon.toISOString(),
  receivedAt: noon.toISOString(),
  status: 'queued'
}
const note = { id: 'n1', conversationId: 'conv', author: { id: 'ana', name: 'Ana' }, text: 'call back', at: noon }
const presence: Presence = {
  agentId: 'ana',
  version: 1,
  status: 'available',
  link: 'connected',
  since: noon.toISOString()
}
const news = {
  id: 'con',
  channel: { id: 'wa', kind: 'whatsapp' as const, name: 'WhatsApp' },
  externalId: '+55',
  facts: { name: 'Bia' },
  sentAt: noon
}
const erasure = {
  ...{
    _id: 'con',
    nobodyId: 'nobody',
    contactIds: ['con'],
    channel: news.channel,
    askedAt: noon,
    correlationId: 'test'
  },
  by: { kind: 'user' as const, id: 'ana', name: 'Ana' }
}
const statusEvent = () => noteEntry(note, 'support', undefined, { correlationId: 'test' })
const pages = async (page: (cursor?: string) => Promise<{ nextCursor: string | null }>) => {
  await page()
  await page(Buffer.from(JSON.stringify([noon.getTime(), 'conv'])).toString('base64url'))
}
const arrivalCursor = Buffer.from(JSON.stringify([0, noon.getTime(), 'conv'])).toString('base64url')
const everyTab = ['ongoing', 'myInbox', 'inactives', 'closed'] as const

/** Every access of every store; a missing method does not compile. */
const calls: Calls = {
  conversations: {
    insert: () => stores.conversations.insert(conversation, []),
    load: () => stores.conversations.load('conv'),
    recordPending: async () => undefined,
    latestOfContact: async () => {
      await stores.conversations.latestOfContact('con')
      await stores.conversations.latestOfContact('con', 'about boots')
    },
    latestAboutAnything: () => stores.conversations.latestAboutAnything('con'),
    allOpenOf: () => stores.conversations.allOpenOf('con'),
    someOf: () => stores.conversations.someOf('con'),
    continuedIn: () => stores.conversations.continuedIn('conv', ['con', 'other']),
    commit: async () => stores.conversations.commit((await stores.conversations.load('conv'))!, conversation, []),
    slotsOf: () => stores.conversations.slotsOf('ana'),
    ofAgent: () => stores.conversations.ofAgent('ana', ['offered', 'ongoing']),
    holders: () => stores.conversations.holders(['ana', 'rui'], 10),
    withPending: () => stores.conversations.withPending(['ana', 'rui'], 10),
    unservedIn: () => stores.conversations.unservedIn('sales', 10),
    isHead: () => stores.conversations.isHead(conversation),
    offersDueBefore: () => stores.conversations.offersDueBefore(noon, 10),
    comingBackBefore: () => stores.conversations.comingBackBefore(noon, 10),
    botsDueBefore: () => stores.conversations.botsDueBefore(noon, 10)
  },
  ratings: {
    record: () =>
      stores.ratings.record([
        { _id: 'conv', stars: 4, fact: { on: noon, departmentId: 'sales', channelId: 'wa', channelName: 'WhatsApp' } }
      ])
  },
  messages: {
    record: () => stores.messages.record([{ message, departmentId: 'support', channel: news.channel }]),
    exists: () => stores.messages.exists('m1'),
    get: () => stores.messages.get('m1'),
    all: () => stores.messages.all(['m1', 'm2']),
    outbound: () => stores.messages.outbound('of the provider', 'wa'),
    ofChannel: async () => {
      await stores.messages.ofChannel('m1', 'wa')
      await stores.messages.ofChannel('of the provider', 'wa')
    },
    changeByContact: () =>
      stores.messages.changeByContact(
        'm1',
        each => reacted(each, { contactId: 'con', emoji: '👍', at: noon.toISOString() }),
        () => [statusEvent()]
      ),
    page: async () => {
      await stores.messages.page('conv', 50)
      await stores.messages.page('conv', 50, { sentOn: noon, receivedOn: noon, id: 'm1' })
    },
    report: () => stores.messages.report('m1', { status: 'sent' }, conversation.channel, statusEvent),
    takeCopy: () =>
      stores.messages.takeCopy(
        'm1',
        message => ({ ...message, mediaCopy: undefined }),
        () => []
      ),
    react: () =>
      stores.messages.react(
        'm1',
        each => reactedByUs(each, { emoji: '👍', author: { id: 'ana', name: 'Ana' }, at: noon.toISOString() }),
        () => [statusEvent()]
      ),
    sendAgain: () => stores.messages.sendAgain('m1', {}, () => [statusEvent()]),
    moveTo: () => stores.messages.moveTo('conv', 'other'),
    leaveAsIs: () => stores.messages.leaveAsIs('m1', {}, () => [statusEvent()])
  },
  contacts: {
    hear: () => stores.contacts.hear(news),
    get: () => stores.contacts.get('con'),
    edit: () => stores.contacts.edit('con', { name: 'Beatriz' }),
    idOf: () => stores.contacts.idOf('con'),
    rememberedIdOf: async () => stores.contacts.rememberedIdOf('con'),
    mergedOnTheWay: () => stores.contacts.mergedOnTheWay('con'),
    addName: async () => stores.contacts.addName((await stores.contacts.get('con'))!, 'BR.1'),
    mergeInto: async () => stores.contacts.mergeInto((await stores.contacts.get('con'))!, 'older'),
    join: async () => stores.contacts.join((await stores.contacts.hear({ ...news, id: 'older' })).id, []),
    confirmNames: () => stores.contacts.confirmNames('older', ['BR.1']),
    mergedInto: () => stores.contacts.mergedInto('older'),
    put: async () => stores.contacts.put((await stores.contacts.get('con'))!),
    remove: () => stores.contacts.remove(['gone'], noon)
  },
  notes: {
    add: () => stores.notes.add({ note, departmentId: 'sales' }, statusEvent()),
    moveTo: () => stores.notes.moveTo('conv', 'other'),
    record: () => stores.notes.record([{ note: { ...note, id: 'n2' }, departmentId: 'sales' }]),
    page: async () => {
      await stores.notes.page('conv', 50)
      await stores.notes.page('conv', 50, { at: noon, id: 'n1' })
    }
  },
  drafts: {
    put: async () => {
      await stores.drafts.put('conv', ana, { text: 'Dear' }, noon)
      await stores.drafts.put('conv', ana, { text: '' }, noon)
    },
    of: () => stores.drafts.of('conv', 'ana', true),
    clear: () => stores.drafts.clear('conv', noon)
  },
  history: {
    record: () => stores.history.record([]),
    of: () => stores.history.of('conv')
  },
  agents: {
    get: () => stores.agents.get('ana'),
    all: () => stores.agents.all(),
    takeDirectory: () => stores.agents.takeDirectory(agent('ana')),
    takePresence: () => stores.agents.takePresence(presence),
    rememberHeld: () => stores.agents.rememberHeld('ana', 1, []),
    isAttended: () => stores.agents.isAttended('support'),
    goneBefore: () => stores.agents.goneBefore(noon),
    deactivatedBefore: () => stores.agents.deactivatedBefore(noon),
    countMiss: () => stores.agents.countMiss('ana', 'offer'),
    forgiveMisses: () => stores.agents.forgiveMisses('ana')
  },
  departments: {
    get: () => stores.departments.get('sales'),
    all: () => stores.departments.all(),
    take: () => stores.departments.take(department('sales', 'manual'))
  },
  tabs: {
    page: async () => {
      for (const filter of [
        {},
        { departmentIds: ['sales', 'support'] },
        { channelId: 'wa' },
        { channelId: 'wa', departmentIds: ['sales', 'support'] },
        { agentId: 'ana', channelId: 'wa' },
        { agentId: 'ana', departmentIds: ['sales'] }
      ]) {
        await stores.tabs.page('queue', filter, 50)
        await stores.tabs.page('queue', filter, 50, arrivalCursor)
        for (const tab of everyTab) await pages(cursor => stores.tabs.page(tab, filter, 50, cursor))
      }
    },
    count: async () => {
      for (const tab of ['queue', ...everyTab] as const)
        for (const filter of [{}, { departmentIds: ['sales'] }, { agentId: 'ana' }])
          await stores.tabs.count(tab, filter)
    },
    byIds: () => stores.tabs.byIds(['conv', 'other']),
    live: async () => {
      await stores.tabs.live(50)
      await stores.tabs.live(50, 'conv')
    },
    ofContact: async () => {
      for (const reader of [ana, boss]) await pages(cursor => stores.tabs.ofContact('con', reader, 50, cursor))
    },
    headOf: () => stores.tabs.headOf('support')
  },
  waits: {
    begunBefore: async () => {
      for (const attended of [true, false])
        await stores.waits.begunBefore({ departmentId: 'sales', targetId: 'support', attended }, noon, 10)
    },
    longestSince: () => stores.waits.longestSince('sales'),
    adopt: () => stores.waits.adopt(noon)
  },
  search: {
    page: async () => {
      for (const q of ['bia', 'João 5511', 'Иван'])
        for (const scopes of [[{}], scopesOf('closed', { departmentIds: ['sales', 'support'] })])
          await stores.search.page({ q, scopes, departmentIds: ['sales'] }, 50)
    }
  },
  monitor: { read: () => stores.monitor.read(), people: () => stores.monitor.people() },
  reports: {
    groups: () =>
      stores.reports.groups({ from: noon, until: noon, timeZone: 'UTC', by: ['day', 'channel'], targetMs: 60_000 })
  },
  older: {
    remaining: () => stores.older.remaining(),
    completePage: async () => {
      while (await stores.older.completePage());
    }
  },
  removals: {
    endedBefore: async () => [
      await stores.removals.endedBefore(noon),
      await stores.removals.endedBefore(noon, 'sales')
    ],
    abandoned: () => stores.removals.abandoned(noon, noon),
    begin: () => stores.removals.begin({ id: 'gone', version: 1, contactId: 'con' }, noon),
    messagesOf: () => stores.removals.messagesOf('conv'),
    removeMessages: () => stores.removals.removeMessages([]),
    removeWords: () => stores.removals.removeWords('gone'),
    removeContact: () => stores.removals.removeContact('gone', noon),
    finish: () => stores.removals.finish('gone')
  },
  fileReleases: {
    next: async () => [
      await stores.fileReleases.next('closed', noon),
      await stores.fileReleases.next('inactive', noon, 'sales')
    ],
    messagesOf: () => stores.fileReleases.messagesOf('conv', noon),
    markGone: () => stores.fileReleases.markGone([]),
    advance: () => stores.fileReleases.advance('closed', noon)
  },
  erasures: {
    begin: () => stores.erasures.begin(erasure, [statusEvent()]),
    get: () => stores.erasures.get('con'),
    tell: () => stores.erasures.tell('con', [statusEvent()]),
    underWay: () => stores.erasures.underWay(''),
    end: () => stores.erasures.end('con')
  },
  erasing: {
    someClosedOf: () => stores.erasing.someClosedOf(['con', 'older']),
    contactsOf: () => stores.erasing.contactsOf(['conv', 'msg'], ['con']),
    notErased: () => stores.erasing.notErased('conv'),
    eraseMessages: async () => {
      const left = await stores.erasing.notErased('other')
      await waitFor(() => stores.erasing.eraseMessages(left).then(() => true))
    }
  },
  parkedErasures: {
    note: () =>
      stores.parkedErasures.note({
        _id: 'nobody',
        channelId: 'wa',
        contactIds: [],
        askedAt: noon,
        since: noon,
        dueAt: noon
      }),
    nextDue: () => stores.parkedErasures.nextDue(),
    take: () => stores.parkedErasures.take(noon, new Date(noon.getTime() + 1)),
    plan: () => stores.parkedErasures.plan(['nobody'], noon),
    end: () => stores.parkedErasures.end('nobody')
  },
  activity: { flows: () => stores.activity.flows(noon, 15) }
}

/** Agents and departments are few, and read as a whole where all are needed. */
const few = [
  'agents.all',
  'agents.goneBefore',
  'agents.deactivatedBefore',
  'departments.all',
  'monitor.read',
  'monitor.people',
  'tabs.page'
]
const accesses = Object.entries(calls).flatMap(([store, methods]) =>
  Object.entries(methods).map(([method, call]): [string, () => Promise<unknown>] => [`${store}.${method}`, call])
)

it.each(accesses)('%s examines only what an index leads to', async (name, call) => {
  watched.queries.length = 0
  await call()
  // scans of outboxes run concurrently, and are judged below
  for (const query of watched.queries.filter(({ filter }) => !('outbox.0' in filter))) {
    const small = few.includes(name) && ['agents', 'departments'].includes(query.collection)
    const plan = await watched.explain(query)
    if (!small) expect({ query, plan }).toMatchObject({ plan: expect.not.stringContaining('COLLSCAN') })
    // one agent's conversations are few; the index of a search has no order for its results
    const paged = query.limit > 0 && !('assignees' in query.filter) && !name.startsWith('search')
    if (paged) expect({ query, plan }).toMatchObject({ plan: expect.not.stringContaining('"stage":"SORT"') })
  }
})

it.each([
  ['queue', 'arrival-by-channel'],
  ['inactives', 'newest-by-channel'],
  ['closed', 'newest-by-channel']
] as const)('%s of one channel examines nothing of the others', async (tab, index) => {
  for (const filter of [{ channelId: 'wa' }, { channelId: 'wa', departmentIds: ['sales', 'support'] }]) {
    watched.queries.length = 0
    await stores.tabs.page(tab, filter, 50)
    const ranges = watched.queries.filter(({ collection }) => collection === 'conversations')
    expect(ranges.length).toBeGreaterThan(0)
    for (const query of ranges)
      expect({ query, plan: await watched.explain(query) }).toMatchObject({ plan: expect.stringContaining(index) })
  }
})

it('the scan for what crashes left examines only what an index leads to', async () => {
  watched.queries.length = 0
  const scans = await waitFor(() => {
    const found = watched.queries.filter(({ filter }) => 'outbox.0' in filter)
    return new Set(found.map(({ collection }) => collection)).size === 4 ? found : undefined
  })
  for (const query of scans)
    expect({ query, plan: await watched.explain(query) }).toMatchObject({ plan: expect.stringContaining('"outbox"') })
})
