import { closeSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbeddedMongo } from '@inbox/embedded-mongo'
import { afterAll, describe, expect, test } from '@jest/globals'
import mongoose from 'mongoose'
import { freePort, newFolder, startProcess } from './server-process.ts'

const { BSON, MongoClient } = mongoose.mongo
const folders: string[] = []
const folder = (): string => {
  folders.push(newFolder())
  return folders.at(-1)!
}
afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true })
})

type Book = { inserted: Set<string>; counted: number[]; tried: number[] }

/** Writes until the server is gone; records what was acknowledged. */
async function write(
  client: InstanceType<typeof MongoClient>,
  writer: number,
  cycle: number,
  book: Book
): Promise<void> {
  const rows = client.db('d').collection<{ _id: string; n?: number }>('rows')
  for (let i = 0; ; i++) {
    const _id = `${cycle}/${writer}/${i}`
    try {
      await rows.insertOne({ _id })
      book.inserted.add(_id)
      book.tried[writer]!++
      await rows.updateOne({ _id: `counter ${writer}` }, { $inc: { n: 1 } }, { upsert: true })
      book.counted[writer]!++
    } catch {
      return
    }
  }
}

async function check(uri: string, book: Book): Promise<void> {
  const client = await MongoClient.connect(uri)
  const rows = await client.db('d').collection<{ _id: string; n?: number }>('rows').find().toArray()
  await client.close()
  const ids = new Set(rows.map(row => row._id))
  expect([...book.inserted].filter(id => !ids.has(id))).toEqual([])
  const counters = new Map(rows.map(row => [row._id, row.n]))
  for (const [writer, acknowledged] of book.counted.entries()) {
    const stored = counters.get(`counter ${writer}`) ?? 0
    expect(stored).toBeGreaterThanOrEqual(acknowledged)
    expect(stored).toBeLessThanOrEqual(book.tried[writer]!)
  }
}

describe('durability', () => {
  test('every acknowledged write survives kill -9 under 16 writers, ten times over', async () => {
    const dataDir = folder()
    const book: Book = { inserted: new Set(), counted: Array(16).fill(0), tried: Array(16).fill(0) }
    for (let cycle = 0; cycle < 10; cycle++) {
      const server = await startProcess({ EMBEDDED_MONGO_DATA_DIR: dataDir, EMBEDDED_MONGO_PORT: '0' })
      if (cycle > 0) await check(server.uri, book)
      const client = await MongoClient.connect(server.uri, {
        retryWrites: false,
        maxPoolSize: 16,
        serverSelectionTimeoutMS: 300
      })
      const before = book.inserted.size
      const writers = book.counted.map((_, writer) => write(client, writer, cycle, book))
      while (book.inserted.size < before + 60 + cycle * 17) await new Promise(setImmediate)
      await server.end('SIGKILL')
      await Promise.all(writers)
      await client.close()
    }
    const last = await startProcess({ EMBEDDED_MONGO_DATA_DIR: dataDir, EMBEDDED_MONGO_PORT: '0' })
    await check(last.uri, book)
    expect(await last.end('SIGTERM')).toBe(0)
  }, 60_000)

  test('a write that a client repeats after a crash is answered, not done again', async () => {
    const environment = { EMBEDDED_MONGO_DATA_DIR: folder(), EMBEDDED_MONGO_PORT: String(await freePort()) }
    let server = await startProcess(environment)
    const client = await MongoClient.connect(server.uri, { serverSelectionTimeoutMS: 10_000 })
    const rows = client.db('d').collection<{ _id: number; n: number }>('rows')
    await rows.insertOne({ _id: 1, n: 0 })
    const clientSession = client.startSession()
    const send = () =>
      client.db('d').command(
        {
          findAndModify: 'rows',
          query: { _id: 1 },
          update: { $inc: { n: 1 } },
          new: true,
          txnNumber: BSON.Long.fromNumber(1000)
        },
        { session: clientSession }
      )
    const first = await send()
    await server.end('SIGKILL')
    server = await startProcess(environment)
    const second = await send().catch(send)
    expect([first.value, second.value]).toEqual([
      { _id: 1, n: 1 },
      { _id: 1, n: 1 }
    ])
    expect(await rows.findOne()).toEqual({ _id: 1, n: 1 })
    await client.close()
    await server.end('SIGTERM')
  }, 30_000)

  test('a commit that fails ends the process, and what it acknowledged before survives', async () => {
    const dataDir = folder()
    const server = await startProcess({ EMBEDDED_MONGO_DATA_DIR: dataDir, EMBEDDED_MONGO_PORT: '0' }, 400)
    const client = await MongoClient.connect(server.uri, { retryWrites: false, serverSelectionTimeoutMS: 300 })
    const rows = client.db('d').collection<{ _id: number; text: string }>('rows')
    let acknowledged = 0
    const text = 'x'.repeat(20_000)
    const failure = await (async () => {
      for (;;) {
        await rows.insertOne({ _id: acknowledged, text })
        acknowledged++
      }
    })().catch(error => error)
    expect(failure).toBeInstanceOf(Error)
    await client.close()
    const { code, errors } = await server.ended
    expect(code).toBe(1)
    expect(errors).toMatch(/writing .* failed/)
    expect(acknowledged).toBeGreaterThan(3)
    await using again = await startEmbeddedMongo({ dataDir })
    const reader = await MongoClient.connect(again.uri)
    expect(await reader.db('d').collection('rows').countDocuments()).toBe(acknowledged)
    await reader.close()
  }, 20_000)

  test('indexes, their options and uniqueness survive', async () => {
    const dataDir = folder()
    for (const round of [0, 1]) {
      await using server = await startEmbeddedMongo({ dataDir })
      const client = await MongoClient.connect(server.uri)
      const rows = client.db('d').collection<{ _id: number; slots?: string[] }>('rows')
      if (round === 0) {
        await rows.createIndex({ slots: 1 }, { unique: true, sparse: true })
        await rows.insertOne({ _id: 1, slots: ['a'] })
      } else {
        expect(await rows.indexes()).toMatchObject([{ name: '_id_' }, { name: 'slots_1', unique: true, sparse: true }])
        await expect(rows.insertOne({ _id: 2, slots: ['a'] })).rejects.toMatchObject({ code: 11000 })
      }
      await client.close()
    }
  })
})

describe('a data folder', () => {
  test('serves one process at a time', async () => {
    const dataDir = folder()
    const server = await startProcess({ EMBEDDED_MONGO_DATA_DIR: dataDir, EMBEDDED_MONGO_PORT: '0' })
    await expect(startEmbeddedMongo({ dataDir })).rejects.toThrow(/in use by another process/)
    await server.end('SIGTERM')
    await (await startEmbeddedMongo({ dataDir })).close()
  })

  const filled = async (): Promise<string> => {
    const dataDir = folder()
    await using server = await startEmbeddedMongo({ dataDir })
    const client = await MongoClient.connect(server.uri)
    await client
      .db('d')
      .collection('rows')
      .insertMany(Array.from({ length: 300 }, (_, i) => ({ text: `row ${i} `.repeat(40) })))
    await client.close()
    return dataDir
  }

  test.each([
    [
      'a changed byte in a document',
      (file: string) => {
        const at = readFileSync(file).indexOf('row 123 row 123')
        const open = openSync(file, 'r+')
        writeSync(open, 'X', at)
        closeSync(open)
      }
    ],
    ['a cut end', (file: string) => truncateSync(file, 40_000)],
    ['only its first page', (file: string) => truncateSync(file, 4096)],
    ['half a page', (file: string) => truncateSync(file, 2000)],
    ['no content', (file: string) => truncateSync(file, 0)],
    ['another kind of file', (file: string) => writeFileSync(file, 'hello '.repeat(1000))]
  ])('with %s is reported, not repaired', async (_title, damage) => {
    const dataDir = await filled()
    const file = join(dataDir, 'embedded-mongo.sqlite')
    damage(file)
    const damaged = readFileSync(file)
    await expect(startEmbeddedMongo({ dataDir })).rejects.toThrow(/is damaged/)
    expect(readFileSync(file).equals(damaged)).toBe(true)
  })

  test('with only its change log left is reported, not recreated', async () => {
    const dataDir = folder()
    const server = await startProcess({ EMBEDDED_MONGO_DATA_DIR: dataDir, EMBEDDED_MONGO_PORT: '0' })
    const client = await MongoClient.connect(server.uri)
    await client.db('d').collection('rows').insertOne({ text: 'kept in the log' })
    await client.close()
    await server.end('SIGKILL')
    rmSync(join(dataDir, 'embedded-mongo.sqlite'))
    await expect(startEmbeddedMongo({ dataDir })).rejects.toThrow(/is damaged \(it is gone/)
  })

  test('whose creation was interrupted is recreated', async () => {
    const dataDir = folder()
    writeFileSync(join(dataDir, 'embedded-mongo.sqlite.new'), '')
    await (await startEmbeddedMongo({ dataDir })).close()
    await (await startEmbeddedMongo({ dataDir })).close()
  })
})
