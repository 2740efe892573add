import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { startEmbeddedMongo } from '@inbox/embedded-mongo'
import { describe, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { newFolder, startProcess } from './server-process.ts'

const { BSON, MongoClient } = mongoose.mongo

/** An OP_MSG as bytes. */
function message(requestId: number, body: Record<string, unknown>, flags = 0, more: Uint8Array = Buffer.of()): Buffer {
  const bson = Buffer.concat([BSON.serialize(body), more])
  const buffer = Buffer.alloc(21 + bson.length)
  for (const [at, value] of [buffer.length, requestId, 0, 2013, flags].entries()) buffer.writeInt32LE(value, at * 4)
  buffer.set(bson, 21)
  return buffer
}

/** A section of an OP_MSG with one document. */
function sequence(field: string, document: Record<string, unknown>): Buffer {
  const content = Buffer.concat([Buffer.from(`${field}\0`), BSON.serialize(document)])
  const head = Buffer.alloc(5)
  head.writeUInt8(1, 0)
  head.writeInt32LE(content.length + 4, 1)
  return Buffer.concat([head, content])
}

describe('the server', () => {
  test('reads messages that arrive in pieces or glued together, and answers in order', async () => {
    await using server = await startEmbeddedMongo({ dataDir: null })
    const socket = connect(server.port, '127.0.0.1')
    const received: Buffer[] = []
    socket.on('data', chunk => received.push(chunk))
    await once(socket, 'connect')
    const both = Buffer.concat([
      message(7, { ping: 1, $db: 'a' }),
      message(8, { ping: 1, $db: 'a' }, 2),
      message(9, { nothing: 1, $db: 'a' })
    ])
    for (const byte of both.subarray(0, 60)) {
      socket.write(Buffer.from([byte]))
      await new Promise(setImmediate)
    }
    socket.write(both.subarray(60))
    const all = () => Buffer.concat(received)
    const firstLength = () => (all().length > 4 ? all().readInt32LE(0) : Number.POSITIVE_INFINITY)
    while (all().length <= firstLength() + 12) await new Promise(setImmediate)
    expect(all().readInt32LE(8)).toBe(7)
    expect(all().readInt32LE(firstLength() + 8)).toBe(9)
    socket.destroy()
  })

  test('closes a connection that sends an impossible message, and serves the others', async () => {
    const lines: string[] = []
    await using server = await startEmbeddedMongo({ dataDir: null, log: line => lines.push(line) })
    for (const length of [100_000_000, 5, -1]) {
      const socket = connect(server.port, '127.0.0.1')
      const bytes = Buffer.alloc(32)
      bytes.writeInt32LE(length)
      socket.write(bytes)
      await once(socket, 'close')
    }
    expect(lines.filter(line => line.startsWith('connection closed:'))).toHaveLength(3)
    await using client = await MongoClient.connect(server.uri)
    expect(await client.db('a').command({ ping: 1 })).toMatchObject({ ok: 1 })
  })

  const nested = (depth: number): Record<string, unknown> => (depth === 0 ? {} : { inner: nested(depth - 1) })
  const body = Buffer.concat([Buffer.of(0), BSON.serialize({ ping: 1 })])
  const odd: [string, Buffer, number][] = [
    ['no database', message(1, { ping: 1 }), 40571],
    ['a database that is not text', message(1, { ping: 1, $db: 5 }), 14],
    ['an empty database', message(1, { ping: 1, $db: '' }), 73],
    ['two bodies', message(1, { ping: 1, $db: 'a' }, 0, body), 40430],
    ['a field twice', message(1, { insert: 'c', documents: [], $db: 'a' }, 0, sequence('documents', {})), 40433],
    ['too deep a document', message(1, { ping: 1, $db: 'a', deep: nested(200) }), 15],
    ['a document of the wrong size', message(1, { ping: 1, $db: 'a' }).fill(9, 21, 25), 22]
  ]
  test.each(odd)('answers a message with %s with an error, and continues', async (_what, bytes, code) => {
    await using server = await startEmbeddedMongo({ dataDir: null })
    const socket = connect(server.port, '127.0.0.1')
    for (const [sent, answer] of [
      [bytes, { ok: 0, code }],
      [message(2, { ping: 1, $db: 'a' }), { ok: 1 }]
    ] as const) {
      socket.write(sent)
      const [reply] = (await once(socket, 'data')) as [Buffer]
      expect(BSON.deserialize(reply.subarray(21))).toMatchObject(answer)
    }
    socket.destroy()
  })

  test('listens on loopback only', async () => {
    await expect(startEmbeddedMongo({ dataDir: null, host: '0.0.0.0' })).rejects.toThrow(/loopback/)
  })

  test('accepts no more connections than its limit', async () => {
    await using server = await startEmbeddedMongo({ dataDir: null, maxConnections: 1 })
    const first = connect(server.port, '127.0.0.1')
    await once(first, 'connect')
    const second = connect(server.port, '127.0.0.1')
    await once(second, 'close')
    first.destroy()
  })

  test('refuses writes beyond its memory limit, and frees memory by deleting', async () => {
    await using server = await startEmbeddedMongo({ dataDir: null, memoryLimitMb: 1 })
    await using client = await MongoClient.connect(server.uri)
    const rows = client.db('d').collection<{ _id: number; text: string }>('rows')
    const fill = () => rows.insertMany(Array.from({ length: 10 }, (_, _id) => ({ _id, text: 'x'.repeat(50_000) })))
    const error = await fill().catch(reason => reason)
    expect(error).toMatchObject({ code: 146 })
    expect(error.message).toContain('EMBEDDED_MONGO_MEMORY_LIMIT_MB')
    await rows.deleteMany({})
    expect(await rows.insertOne({ _id: 1, text: 'x' })).toMatchObject({ acknowledged: true })
  })

  test('logs slow commands with what they examined', async () => {
    const lines: string[] = []
    await using server = await startEmbeddedMongo({ dataDir: null, slowMs: 0, log: line => lines.push(line) })
    await using client = await MongoClient.connect(server.uri)
    await client.db('d').collection('rows').insertOne({ a: 1 })
    await client.db('d').collection('rows').findOne({ a: 1 })
    expect(lines.some(line => /^slow command: d\.rows find \d+ ms, examined 0 keys and 1 documents$/.test(line))).toBe(
      true
    )
  })

  test('refuses to run in production, and names an invalid variable', async () => {
    await expect(startProcess({ NODE_ENV: 'production' })).rejects.toThrow(/MONGODB_URL/)
    await expect(startProcess({ EMBEDDED_MONGO_PORT: 'x' })).rejects.toThrow(/EMBEDDED_MONGO_PORT/)
  })

  test('starts with a banner, prints its URI and exits cleanly', async () => {
    const dataDir = newFolder()
    const server = await startProcess({ EMBEDDED_MONGO_PORT: '0', EMBEDDED_MONGO_DATA_DIR: dataDir })
    expect(server.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/\?replicaSet=embedded&directConnection=true$/)
    await using client = await MongoClient.connect(server.uri)
    await client.db('d').collection('rows').insertOne({ a: 1 })
    expect(await server.end('SIGINT')).toBe(0)
    expect((await server.ended).errors).toContain('for development and tests only')
    rmSync(dataDir, { recursive: true })
  })
})

describe('what MongoDB can do and this server cannot', () => {
  type Command = Record<string, unknown>
  const refused: [string, Command][] = [
    ['collation', { find: 'c', collation: { locale: 'de' } }],
    ['a tailable cursor', { find: 'c', tailable: true }],
    ['min and max', { find: 'c', min: { a: 1 } }],
    ['$where', { find: 'c', filter: { $where: '1' } }],
    ['$text', { find: 'c', filter: { $text: { $search: 'a' } } }],
    ['$near', { find: 'c', filter: { a: { $near: [0, 0] } } }],
    ['$bitsAllSet', { find: 'c', filter: { a: { $bitsAllSet: 1 } } }],
    ['$meta', { find: 'c', projection: { a: { $meta: 'textScore' } } }],
    ['$out', { aggregate: 'c', pipeline: [{ $out: 'd' }], cursor: {} }],
    ['$merge', { aggregate: 'c', pipeline: [{ $merge: { into: 'd' } }], cursor: {} }],
    ['a change stream', { aggregate: 'c', pipeline: [{ $changeStream: {} }], cursor: {} }],
    [
      '$lookup with a pipeline',
      { aggregate: 'c', pipeline: [{ $lookup: { from: 'd', pipeline: [], as: 'x' } }], cursor: {} }
    ],
    ['a stage of MongoDB', { aggregate: 'c', pipeline: [{ $replaceRoot: { newRoot: '$a' } }], cursor: {} }],
    ['an expression of MongoDB', { aggregate: 'c', pipeline: [{ $project: { a: { $toInt: '$b' } } }], cursor: {} }],
    ['an accumulator of MongoDB', { aggregate: 'c', pipeline: [{ $group: { _id: 1, a: { $topN: {} } } }], cursor: {} }],
    ['an update by pipeline', { findAndModify: 'c', update: [{ $set: { a: 1 } }] }],
    ['variables', { find: 'c', let: { a: 1 } }],
    ['a text index', { createIndexes: 'c', indexes: [{ key: { a: 'text' }, name: 'a' }] }],
    ['a geo index', { createIndexes: 'c', indexes: [{ key: { a: '2dsphere' }, name: 'a' }] }],
    ['a wildcard index', { createIndexes: 'c', indexes: [{ key: { '$**': 1 }, name: 'a' }] }],
    [
      'an index with collation',
      { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'a', collation: { locale: 'de' } }] }
    ],
    ['a capped collection', { create: 'capped', capped: true }],
    ['a view', { create: 'view', viewOn: 'c', pipeline: [] }],
    ['a validator', { create: 'valid', validator: {} }],
    ['snapshot reads', { find: 'c', readConcern: { level: 'snapshot' } }]
  ]
  test('is refused with code 238', async () => {
    await using server = await startEmbeddedMongo({ dataDir: null })
    await using client = await MongoClient.connect(server.uri)
    for (const [what, command] of refused) {
      const error = await client
        .db('d')
        .command(command)
        .catch(reason => reason)
      expect([what, error.code]).toEqual([what, 238])
    }
  })

  test('transactions are refused', async () => {
    await using server = await startEmbeddedMongo({ dataDir: null })
    await using client = await MongoClient.connect(server.uri)
    const work = client.withSession(inner =>
      inner.withTransaction(() => client.db('d').collection('c').insertOne({}, { session: inner }))
    )
    await expect(work).rejects.toMatchObject({ code: 238 })
  })
})
