import { createHash } from 'node:crypto'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { departmentChanged } from '@inbox/contracts'
import { runOps } from '@inbox/devstack'
import { ok } from '@inbox/kernel'
import { connectBroker, defineConsumer, on } from '@inbox/messaging'
import { connectMongo, ensureIndexes, type Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { type Isolated, isolate, manageBroker, mongoCommand } from '@inbox/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { openFileBytes } from '../../services/media/src/store/file-bytes.ts'
import { publishRaw } from './publish-raw.ts'

type Stored = { _id: string } & Record<string, unknown>

const logger = createLogger('tests', 'silent')
const databases = new AsyncDisposableStack()
let stores: Isolated
let folder: string
let queue: Mongo
let media: Mongo
let neighbour: Mongo

const picture = Buffer.from('a picture')
const sha256 = createHash('sha256').update(picture).digest('hex')
const conversation = {
  ...{ _id: 'c-1', status: 'closed', open: false, live: false, contact: { id: '1' }, version: 3 },
  ...{ createdAt: new Date('2026-01-02T03:04:05.678Z'), ratio: 0.5, nothing: null, nested: [{ a: [1, 2] }] }
}
const file = { _id: 'f-1', state: 'stored', facts: { mimeType: 'image/png', size: 9, sha256, width: 3, height: 3 } }

beforeAll(async () => {
  stores = await isolate(import.meta.url)
  folder = await mkdtemp(join(tmpdir(), 'inbox-backup-'))
  const open = async (name: string) =>
    databases.use(await connectMongo({ url: stores.mongodbUrl, database: `${stores.database}_${name}`, logger }))
  queue = await open('queue')
  media = await open('media')
  neighbour = await open('too_queue')
})
afterAll(async () => {
  await databases.disposeAsync()
  for (const name of ['queue', 'media', 'too_queue'])
    await mongoCommand(stores.mongodbUrl, `${stores.database}_${name}`, { dropDatabase: 1 })
  await stores.remove()
  await rm(folder, { recursive: true, force: true })
})

const filesIn = (name: string) => openFileBytes(join(folder, name))
const conversations = () => queue.collection<Stored>('conversations')

/** The state of the whole system to be saved. */
beforeEach(async () => {
  for (const name of ['queue', 'media'])
    await mongoCommand(stores.mongodbUrl, `${stores.database}_${name}`, { dropDatabase: 1 })
  await ensureIndexes(conversations(), [
    {
      ...{ key: { 'contact.id': 1, 'thread.id': 1 }, name: 'one-open-per-thread', unique: true },
      partialFilterExpression: { open: true }
    },
    { key: { slots: 1 }, name: 'slots', unique: true, sparse: true }
  ])
  const many = Array.from({ length: 1500 }, (_, index) => ({ _id: `m-${index}`, text: 'x'.repeat(index % 300) }))
  await conversations().insertOne(conversation)
  await queue.collection<Stored>('messages').insertMany(many)
  await media.collection<Stored>('media').insertOne(file)
  for (const key of ['f-1', 'thumbnail-f-1']) await filesIn('media').write(key, Readable.from([picture]))
})

async function ops(command: string, name: string, ...args: string[]) {
  const { code, stdout, stderr } = await runOps([command, join(folder, name), ...args], {
    ...{ MONGODB_URL: stores.mongodbUrl, MONGODB_DATABASE_PREFIX: stores.database },
    ...{ RABBITMQ_URL: stores.rabbitmqUrl, RABBITMQ_MANAGEMENT_URL: stores.managementUrl },
    MEDIA_STORE: `file:${join(folder, 'media')}`
  })
  const lines: Record<string, unknown>[] = stdout
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
  return { code, lines, error: stderr }
}

test('one command saves all databases and files; another restores them to that moment and checks the result', async () => {
  expect(await ops('backup', 'whole')).toMatchObject({ code: 1, error: expect.stringContaining('--stopped') })
  const saved = await ops('backup', 'whole', '--stopped')
  expect(saved).toMatchObject({ code: 0, lines: [{ documents: 1502, files: 2, moment: 'stopped' }] })
  const before = { documents: await conversations().find({}).toArray(), indexes: await conversations().indexes() }

  const waiting = `queues/${encodeURIComponent(stores.vhost)}/queue.inbound`
  // what happens later: changes, additions, losses, and messages in flight
  await conversations().updateOne({ _id: 'c-1' }, { $set: { version: 4 } })
  await queue.collection<Stored>('messages').deleteMany({})
  await queue.collection<Stored>('later').insertOne({ _id: 'new' })
  // belongs to another installation whose prefix begins like ours
  await neighbour.collection<Stored>('conversations').insertOne({ _id: 'theirs' })
  await filesIn('media').remove('f-1')
  await manageBroker(stores.managementUrl, 'PUT', waiting, { durable: true, arguments: { 'x-queue-type': 'quorum' } })
  await publishRaw(stores, 'amq.default', { routingKey: 'queue.inbound', body: 'of later' })
  // belongs to somebody else who listens to our events
  const theirs = `queues/${encodeURIComponent(stores.vhost)}/warehouse`
  await manageBroker(stores.managementUrl, 'PUT', theirs, { durable: true, arguments: { 'x-queue-type': 'quorum' } })
  await publishRaw(stores, 'amq.default', { routingKey: 'warehouse', body: 'theirs' })

  expect(await ops('restore', 'whole')).toMatchObject({ code: 1, error: expect.stringContaining('--replace') })
  expect((await conversations().findOne({ _id: 'c-1' }))?.version).toBe(4)
  const restored = await ops('restore', 'whole', '--replace')
  expect(restored).toEqual({
    ...{ code: 0, error: '' },
    lines: [{ at: saved.lines[0]!.at, collections: 3, documents: 1502, files: 2 }]
  })
  const kept = { count: 1, ackmode: 'ack_requeue_true', encoding: 'auto' }
  expect(await manageBroker(stores.managementUrl, 'POST', `${waiting}/get`, kept)).toEqual([])
  expect(await manageBroker(stores.managementUrl, 'POST', `${theirs}/get`, kept)).toHaveLength(1)
  expect(await conversations().find({}).toArray()).toEqual(before.documents)
  expect(await conversations().indexes()).toEqual(before.indexes)
  expect(await queue.collection('messages').countDocuments({})).toBe(1500)
  expect(await queue.collection('later').countDocuments({})).toBe(0)
  expect(await neighbour.collection('conversations').countDocuments({})).toBe(1)
  expect(Buffer.concat((await (await filesIn('media').read('f-1')).toArray()) as Buffer[])).toEqual(picture)
})

test('a damaged or incomplete backup is not restored, and nothing is touched', async () => {
  await ops('backup', 'damaged', '--stopped')
  await appendFile(join(folder, 'damaged/files/f-1'), 'x')
  const refused = await ops('restore', 'damaged', '--replace')
  expect(refused).toMatchObject({
    code: 1,
    lines: [{ damage: 'files/f-1: differs from what was written' }, { whole: false }]
  })
  await rm(join(folder, 'damaged/manifest.json'))
  expect(await ops('restore', 'damaged', '--verify')).toMatchObject({
    ...{ code: 1, error: expect.stringContaining('an incomplete one') }
  })
  expect(await conversations().countDocuments({})).toBe(1)
})

test('nothing is restored while services are running', async () => {
  await ops('backup', 'running', '--stopped')
  await using broker = connectBroker({ url: stores.rabbitmqUrl, service: 'queue', publishes: [], logger })
  const handlers = [on(departmentChanged, async () => ok(undefined))]
  broker.consume(defineConsumer({ name: 'queue.directory', prefetch: 1, handlers }))
  await broker.whenReady()
  expect(await ops('restore', 'running', '--replace')).toMatchObject({
    ...{ code: 1, error: expect.stringMatching(/services are still running: queue\.directory .* Stop all services/) }
  })
})
