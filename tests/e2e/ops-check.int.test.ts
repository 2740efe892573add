import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { connectMongo, ensureIndexes, type Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { type Isolated, isolate, mongoCommand } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { inBoth } from '../../scripts/ops/check/findings.ts'
import type { DatabaseName } from '../../scripts/ops/databases.ts'

type Stored = { _id: string } & Record<string, unknown>

const root = fileURLToPath(new URL('../..', import.meta.url))
const longAgo = new Date(Date.now() - 3_600_000)
const inAnHour = new Date(Date.now() + 3_600_000)
const window = { expiresAt: inAnHour }

let stores: Isolated
const databases = new AsyncDisposableStack()
const names: DatabaseName[] = ['queue', 'directory', 'session_expiry', 'channel_adapters', 'media']
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

function check(): Promise<{ code: number; findings: object[] }> {
  const env = {
    PATH: process.env.PATH,
    MONGODB_URL: stores.mongodbUrl,
    MONGODB_DATABASE_PREFIX: stores.database
  }
  return new Promise((resolve, reject) =>
    execFile(
      'npm',
      ['run', '-s', 'ops', '--', 'check', '--settle', '0'],
      { cwd: root, env },
      (error, stdout, stderr) => {
        if (stderr) return reject(new Error(stderr))
        const findings = stdout.split('\n').filter(Boolean)
        resolve({ code: Number(error?.code ?? 0), findings: findings.map(line => JSON.parse(line)) })
      }
    )
  )
}

test('what is as it always must be is no finding, and every document that is not is one, by its rule', async () => {
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

test('what only the first of two looks has seen was in the midst of a transition, and is no finding', () => {
  const about = { rule: 'I2', database: 'queue', collection: 'conversations' } as const
  const passing = { ...about, id: 'a', finding: 'holds a slot although nobody serves it' }
  const lasting = { ...passing, id: 'b' }
  const appeared = { ...passing, id: 'c' }
  expect(inBoth([passing, lasting], [lasting, appeared])).toEqual([lasting])
})

test('whoever reads no further, as head does, is no failure', async () => {
  const env = { PATH: process.env.PATH, MONGODB_URL: stores.mongodbUrl, MONGODB_DATABASE_PREFIX: stores.database }
  const program = `"${process.execPath}" --conditions=source --no-warnings scripts/ops.ts outbox`
  // the reader has gone before the first line comes
  const command = `{ ${program}; echo "ended with $?" >&2; } | true`
  const said = await new Promise<string>(resolve =>
    execFile('sh', ['-c', command], { cwd: root, env }, (_error, _stdout, stderr) => resolve(stderr))
  )
  expect(said).toBe('ended with 0\n')
})
