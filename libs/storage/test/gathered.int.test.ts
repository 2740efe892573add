import { Retryable } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { isolate, startFaultProxy } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { insertEach } from '../src/batches.ts'
import { type Collection, connectMongo, findById, insertMissing, isDuplicateKey } from '../src/index.ts'

interface Thing {
  _id: string
  holds?: string
}

const stack = new AsyncDisposableStack()
const logger = createLogger('test', 'silent')
let url: string
let database: string
let things: Collection<Thing>

beforeAll(async () => {
  const stores = stack.use(await isolate(import.meta.url))
  ;({ mongodbUrl: url, database } = stores)
  things = stack.use(await connectMongo({ url, database, logger })).collection('things')
  await things.createIndexes([{ key: { holds: 1 }, name: 'holders', unique: true, sparse: true }])
})
afterAll(() => stack.disposeAsync())

describe('documents requested at the same moment', () => {
  it('reach each caller separately, with null for what does not exist', async () => {
    await things.insertMany([{ _id: 'a' }, { _id: 'b' }])
    const find = findById(things)
    expect(await Promise.all(['b', 'nothing', 'a', 'b'].map(find))).toEqual([
      { _id: 'b' },
      null,
      { _id: 'a' },
      { _id: 'b' }
    ])
  })
})

describe('documents inserted at the same moment', () => {
  it('are refused only if a unique index forbids them, each with its own error', async () => {
    const insert = insertEach(things)
    const outcomes = await Promise.allSettled(
      [{ _id: 'c', holds: 'x' }, { _id: 'd', holds: 'x' }, { _id: 'c' }, { _id: 'e' }].map(insert)
    )
    const [, onIndex, onId] = outcomes.map(outcome => (outcome as { reason?: unknown }).reason)
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect(isDuplicateKey(onIndex, 'holds')).toBe(true)
    expect(isDuplicateKey(onId, '_id')).toBe(true)
    expect(isDuplicateKey(onId, 'holds')).toBe(false)
  })

  it('may be left as they are if they exist already', async () => {
    const insertOnce = insertMissing(things)
    await Promise.all([{ _id: 'f', holds: 'first' }, { _id: 'g' }].map(insertOnce))
    await Promise.all([{ _id: 'f', holds: 'second' }, { _id: 'h' }].map(insertOnce))
    expect(await things.find({ _id: { $in: ['f', 'h'] } }).toArray()).toEqual([
      { _id: 'f', holds: 'first' },
      { _id: 'h' }
    ])
  })
})

it('are to be retried as a whole if the batch was interrupted', async () => {
  await using proxy = await startFaultProxy(url)
  await using mongo = await connectMongo({ url: proxy.url, database, logger })
  const insert = insertMissing(mongo.collection<Thing>('things'))
  proxy.refuse()
  const outcomes = await Promise.allSettled([{ _id: 'i' }, { _id: 'j' }].map(insert))
  expect(outcomes.map(outcome => (outcome as { reason?: unknown }).reason)).toEqual([
    expect.any(Retryable),
    expect.any(Retryable)
  ])
})
