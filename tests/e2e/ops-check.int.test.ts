import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runOps } from '@inbox/devstack'
import { connectMongo, ensureIndexes, type Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { type Isolated, isolate, mongoCommand } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { inBoth } from '../../scripts/ops/check/findings.ts'
import { wasGone } from '../../scripts/ops/check/past.ts'
import type { DatabaseName } from '../../scripts/ops/databases.ts'

type Stored = { _id: string } & Record<string, unknown>

const root = fileURLToPath(new URL('../..', import.meta.url))
const longAgo = new Date(Date.now() - 3_600_000)
const inAnHour = new Date(Date.now() + 3_600_000)
const window = { expiresAt: inAnHour }

let stores: Isolated
const databases = new AsyncDisposableStack()
const names: DatabaseName[] = [
  'queue',
  'directory',
  'session_expiry',
  'channel_adapters',
  'media',
  'presence',
  'distribution'
]
const mongo = {} as Record<DatabaseName, Mongo>

beforeAll(async () => {
  stores = await isolate(import.meta.url)
  for (const name of names) {
    const options = {
      url: stores.mongodbUrl,
      database: `${stores.database}_${name}`,
      logger: createLogger('test', 'silent')
    }
    mongo[name] = databases.use(await connectMongo(options))
  }
  const unique = { unique: true, sparse: true } as const
  await ensureIndexes(mongo.queue.collection('conversations'), [
    { key: { 'contact.id': 1, 'thread.id': 1 }, name: 'one-open-per-thread', ...unique },
    { key: { slots: 1 }, name: 'slots', ...unique }
  ])
})
afterAll(async () => {
  await databases.disposeAsync()
  for (const name of names) await mongoCommand(stores.mongodbUrl, `${stores.database}_${name}`, { dropDatabase: 1 })
  await stores.remove()
})

const insert = (database: DatabaseName, collection: string, ...documents: Stored[]) =>
  mongo[database].collection<Stored>(collection).insertMany(documents)

async function check(): Promise<{ code: number; findings: object[] }> {
  const env = { MONGODB_URL: stores.mongodbUrl, MONGODB_DATABASE_PREFIX: stores.database }
  const { code, stdout, stderr } = await runOps(['check', '--settle', '0'], env)
  if (stderr) throw new Error(stderr)
  const findings = stdout.split('\n').filter(Boolean)
  return { code, findings: findings.map(line => JSON.parse(line)) }
}

test('a correct system has no findings, and each incorrect document is one, by its rule', async () => {
  await insert('directory', 'agents', { _id: 'ana', version: 3 })
  await insert('queue', 'agents', {
    _id: 'ana',
    directoryVersion: 3,
    link: 'connected',
    status: 'available',
    presenceAt: longAgo
  })
  await insert(
    ...(['queue', 'conversations'] as const),
    {
      _id: 'served',
      contact: { id: '1' },
      status: 'ongoing',
      live: true,
      slots: ['ana/1'],
      assignees: ['ana'],
      window
    },
    { _id: 'waiting', contact: { id: '2' }, status: 'queued', live: true, window },
    { _id: 'transferred', contact: { id: '3' }, status: 'offered', live: true, agent: {}, slots: ['ana/2', 'eva/1'] }
  )
  const armed = (id: string) => ({ _id: id, state: 'armed', dueAt: inAnHour })
  await insert('session_expiry', 'windows', armed('served'), armed('waiting'))
  await insert('channel_adapters', 'deliveries', { _id: 'on its way', dueAt: longAgo, until: inAnHour })
  expect(await check()).toEqual({ code: 0, findings: [] })

  await insert('directory', 'agents', { _id: 'eva', version: 2 })
  await insert('queue', 'agents', { _id: 'eva', directoryVersion: 1, link: 'disconnected', presenceAt: longAgo })
  await insert(
    ...(['queue', 'conversations'] as const),
    { _id: 'without a slot', contact: { id: '4' }, status: 'ongoing', assignees: ['ana'] },
    { _id: 'with two', contact: { id: '5' }, status: 'ongoing', slots: ['ana/3', 'ana/4'], assignees: ['ana'] },
    { _id: 'offered to nobody', contact: { id: '6' }, status: 'offered', assignees: [] },
    { _id: 'offered twice', contact: { id: '7' }, status: 'offered', slots: ['ana/5', 'ana/6'], assignees: ['ana'] },
    { _id: 'kept a slot', contact: { id: '8' }, status: 'closed', slots: ['ana/7'] },
    {
      _id: 'offered for ever',
      contact: { id: '9' },
      status: 'offered',
      slots: ['ana/8'],
      offer: { expiresAt: longAgo }
    },
    { _id: 'over', contact: { id: '10' }, status: 'queued', live: true, window: { expiresAt: longAgo } },
    { _id: 'untold', contact: { id: '11' }, status: 'queued', outbox: [{ id: 'e', at: longAgo }] },
    { _id: 'of the gone', contact: { id: '12' }, status: 'ongoing', slots: ['eva/2'], assignees: ['eva'] }
  )
  await insert('session_expiry', 'windows', { _id: 'overslept', state: 'armed', dueAt: longAgo })
  await insert('channel_adapters', 'deliveries', { _id: 'neither', dueAt: longAgo, until: longAgo })
  await mongo.queue.collection('conversations').dropIndex('slots')
  const { code, findings } = await check()
  expect(code).toBe(1)
  const told = findings.map(each => (({ rule, id }) => `${rule} ${id}`)(each as { rule: string; id: string }))
  expect(told.toSorted()).toEqual(
    [
      ...['I2 without a slot', 'I2 with two', 'I2 offered to nobody', 'I2 offered twice', 'I2 kept a slot', 'I3 slots'],
      ...['I6 of the gone', 'I11 eva', 'I11 untold', 'I15 neither'],
      // its timer is missing, too
      ...['T7 offered for ever', 'T12 over', 'T12 over', 'T12 overslept']
    ].toSorted()
  )
})

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

test('conversations that wait although somebody is eligible, or were passed over, are reported; not those that wait for a reason', async () => {
  await insert('queue', 'departments', {
    ...{ _id: 'sales', version: 1, distribution: { mode: 'automatic', preferredPatienceSeconds: 0 } }
  })
  await insert('directory', 'agents', { _id: 'joe', version: 1 })
  await insert('queue', 'agents', {
    ...{ _id: 'joe', directoryVersion: 1, active: true, limit: 2, departmentIds: ['sales'] },
    ...{ status: 'available', link: 'connected', presenceAt: longAgo }
  })
  const waits = (id: string, minutes: number, more: object = {}) => ({
    ...{ _id: id, contact: { id: `of ${id}` }, status: 'queued', departmentId: 'sales', live: true, priority: 0 },
    ...{ statusSince: minutesAgo(minutes), enqueuedAt: minutesAgo(minutes), offerNumber: 1, excludedAgentIds: [] },
    ...more
  })
  const served = { status: 'ongoing', slots: ['joe#1'], assignees: ['joe'] }
  await insert('queue', 'conversations', waits('declined', 40, { offerNumber: 2, excludedAgentIds: ['joe'] }))
  await insert('queue', 'conversations', waits('of a bot', 30, { botsTurn: true }))
  await insert('queue', 'conversations', waits('later', 5, served))
  await insert('distribution', 'decisions', {
    ...{ _id: 'd', conversationId: 'later', departmentId: 'sales', chosenAgentId: 'joe', decidedAt: minutesAgo(4) }
  })
  const told = async () => {
    const { findings } = await check()
    const rules = findings.map(each => (({ rule, id }) => `${rule} ${id}`)(each as { rule: string; id: string }))
    return rules.filter(each => /^I[45] /.test(each)).toSorted()
  }
  expect(await told()).toEqual([])
  await insert('queue', 'conversations', waits('first', 20))
  expect(await told()).toEqual(['I4 first', 'I5 first'])
  await insert('queue', 'conversations', waits('more', 3, { ...served, slots: ['joe#2'] }))
  expect(await told()).toEqual(['I4 first'])
})

test('what must not have happened according to history is reported: work taken from agents who were present, places lost, messages doubled, late or refused', async () => {
  const at = minutesAgo(10)
  const step = (id: string, more: object) => ({
    _id: `${id}:3`,
    conversationId: id,
    version: 3,
    fact: { on: at },
    ...more
  })
  await insert(
    ...(['queue', 'transitions'] as const),
    step('from the gone', { ...{ rule: 'T11', cause: 'agentLost', previousAgentId: 'zoe', at: at.toISOString() } }),
    step('from the present', { ...{ rule: 'T11', cause: 'agentLost', previousAgentId: 'kim', at: at.toISOString() } }),
    step('kept its place', { rule: 'T9', to: 'queued', at: at.toISOString() }),
    step('lost its place', { rule: 'T9', to: 'queued', at: at.toISOString() })
  )
  const change = (agentId: string, link: string) => ({ agentId, link, status: 'available', from: at })
  await insert('presence', 'statusChanges', { _id: 'zoe 2', ...change('zoe', 'disconnected') })
  await insert('presence', 'statusChanges', { _id: 'kim 2', ...change('kim', 'connected') })
  const queued = (id: string, enqueuedAt: Date) => ({
    ...{ _id: id, contact: { id: `of ${id}` }, status: 'queued', live: true, statusSince: at, enqueuedAt }
  })
  await insert('queue', 'conversations', queued('kept its place', longAgo), queued('lost its place', at), {
    ...{ _id: 'talk', contact: { id: 'of talk' }, status: 'closed', window: { expiresAt: minutesAgo(20) } }
  })
  const message = (id: string, more: object) => ({
    ...{
      _id: id,
      conversationId: 'talk',
      channelId: 'whatsapp',
      receivedOn: at,
      sentOn: at,
      content: { type: 'text' }
    },
    ...more
  })
  const inbound = { direction: 'inbound', providerMessageId: 'wamid.1' }
  const outbound = { direction: 'outbound', sentOn: minutesAgo(30), status: 'sent' }
  await insert(
    ...(['queue', 'messages'] as const),
    message('once', inbound),
    message('again', inbound),
    message('astray', { direction: 'inbound', conversationId: 'nowhere' }),
    message('in time', outbound),
    message('late', { direction: 'outbound' }),
    message('a template', { direction: 'outbound', content: { type: 'template' } }),
    message('refused', outbound),
    message('refused, and told', { ...outbound, status: 'failed' })
  )
  const refused = (messageId: string) => ({
    ...{ _id: messageId, ending: { kind: 'refused' }, endedAt: at, payload: { data: { messageId } } }
  })
  await insert('channel_adapters', 'deliveries', refused('refused'), refused('refused, and told'))
  const { findings } = await check()
  const rules = findings.map(each => (({ rule, id }) => `${rule} ${id}`)(each as { rule: string; id: string }))
  expect(rules.filter(each => /^I([789]|10) /.test(each)).toSorted()).toEqual(
    [...['I7 from the present', 'I8 again', 'I8 astray', 'I9 late', 'I9 refused', 'I10 lost its place']].toSorted()
  )
})

test('work may be taken from an agent who is gone, however long ago that was logged, but not from one who was present all the time', () => {
  const change = (link: string, minutes: number) => ({ link, status: 'available', from: minutesAgo(minutes) })
  const taken = minutesAgo(0).getTime()
  const goneAt = (...changes: ReturnType<typeof change>[]) => wasGone(changes, taken)
  // the broker was down for 15 minutes, and the agent was away from the first of them
  expect(goneAt(change('connected', 60), change('disconnected', 14))).toBe(true)
  expect(goneAt(change('disconnected', 14), change('connected', 1))).toBe(true)
  expect(goneAt(change('disconnected', 60), change('connected', 14))).toBe(false)
  expect(goneAt(change('connected', 60))).toBe(false)
  expect(goneAt()).toBe(true)
})

test('what only the first of two checks has seen was a transition in progress, and is no finding', () => {
  const about = { rule: 'I2', database: 'queue', collection: 'conversations' } as const
  const passing = { ...about, id: 'a', finding: 'occupies a slot although it is neither offered nor ongoing' }
  const lasting = { ...passing, id: 'b' }
  const appeared = { ...passing, id: 'c' }
  expect(inBoth([passing, lasting], [lasting, appeared])).toEqual([lasting])
})

test('a reader that stops early, like head, does not cause a failure', async () => {
  const env = { PATH: process.env.PATH, MONGODB_URL: stores.mongodbUrl, MONGODB_DATABASE_PREFIX: stores.database }
  const program = `"${process.execPath}" --conditions=source --no-warnings scripts/ops.ts outbox`
  // the reader is gone before the first line arrives
  const command = `{ ${program}; echo "ended with $?" >&2; } | true`
  const said = await new Promise<string>(resolve =>
    execFile('sh', ['-c', command], { cwd: root, env }, (_error, _stdout, stderr) => resolve(stderr))
  )
  expect(said).toBe('ended with 0\n')
})
