import { describe, expect, test } from '@jest/globals'
import { codeOf, Decimal128, databaseUnderTest, Long, type Row } from './database-under-test.ts'

const { collectionOf, database } = databaseUnderTest('contract_indexes')

const ids = (rows: Row[]): unknown[] => rows.map(row => row._id)

/** The index that a query used; undefined if it scanned all documents. */
async function usedIndex(cursor: {
  explain: (verbosity: 'executionStats') => Promise<Row>
}): Promise<string | undefined> {
  const text = JSON.stringify((await cursor.explain('executionStats')).queryPlanner.winningPlan)
  return (
    /"indexName":"([^"]+)"/.exec(text)?.[1] ?? (text.includes('IDHACK') || text.includes('_ID') ? '_id_' : undefined)
  )
}

describe('a unique index', () => {
  test('refuses a second document with its key and names pattern and value', async () => {
    const collection = await collectionOf({ _id: 1, email: 'a' })
    await collection.createIndex({ email: 1 }, { unique: true })
    const error = await collection.insertOne({ _id: 2, email: 'a' }).catch((reason: Row) => reason)
    expect(error).toMatchObject({ code: 11000, keyPattern: { email: 1 }, keyValue: { email: 'a' } })
    expect(error.message).toContain('E11000 duplicate key error collection: contract_indexes.')
    expect(error.message).toContain('index: email_1 dup key: { email: "a" }')
    expect(await codeOf(collection.updateOne({ _id: 3 }, { $set: { email: 'a' } }, { upsert: true }))).toBe(11000)
    expect(await codeOf(collection.findOneAndUpdate({ _id: 3 }, { $set: { email: 'a' } }, { upsert: true }))).toBe(
      11000
    )
    expect(await collection.countDocuments()).toBe(1)
  })

  test('compares numbers across types', async () => {
    const collection = await collectionOf({ _id: 1, n: 1 })
    await collection.createIndex({ n: 1 }, { unique: true })
    expect(await codeOf(collection.insertOne({ n: Long.fromNumber(1) }))).toBe(11000)
    expect(await codeOf(collection.insertOne({ n: Decimal128.fromString('1.0') }))).toBe(11000)
    expect(await codeOf(collection.insertOne({ n: '1' }))).toBeUndefined()
  })

  test('treats a missing field as null', async () => {
    const collection = await collectionOf({ _id: 1 })
    await collection.createIndex({ a: 1 }, { unique: true })
    expect(await codeOf(collection.insertOne({ _id: 2, a: null }))).toBe(11000)
  })

  test('lets a document keep its own key, and frees the keys of what is deleted or changed', async () => {
    const collection = await collectionOf({ _id: 1, a: 1 }, { _id: 2, a: 2 })
    await collection.createIndex({ a: 1 }, { unique: true })
    await collection.updateOne({ _id: 1 }, { $set: { a: 1, b: 1 } })
    expect(await codeOf(collection.updateOne({ _id: 1 }, { $set: { a: 2 } }))).toBe(11000)
    await collection.deleteOne({ _id: 2 })
    await collection.updateOne({ _id: 1 }, { $set: { a: 2 } })
    expect(await codeOf(collection.insertOne({ _id: 3, a: 1 }))).toBeUndefined()
  })

  test('cannot be created over duplicates, and leaves nothing behind', async () => {
    const collection = await collectionOf({ _id: 1, a: 1 }, { _id: 2, a: 1 })
    expect(await codeOf(collection.createIndex({ a: 1 }, { unique: true }))).toBe(11000)
    expect(await collection.indexes()).toHaveLength(1)
  })

  test('on arrays reserves every element for one document', async () => {
    const collection = await collectionOf({ _id: 1, slots: ['x#0', 'x#0'] })
    await collection.createIndex({ slots: 1 }, { unique: true, sparse: true })
    const pushed: Row = { $push: { slots: 'y#1' } }
    expect(await codeOf(collection.insertOne({ _id: 2, slots: ['y#0', 'x#0'] }))).toBe(11000)
    expect(await codeOf(collection.insertMany([{ _id: 3 }, { _id: 4 }]))).toBeUndefined()
    expect(await codeOf(collection.updateOne({ _id: 3 }, { $set: { slots: ['y#0', 'y#1'] } }))).toBeUndefined()
    expect(await codeOf(collection.updateOne({ _id: 4 }, pushed))).toBe(11000)
    await collection.updateOne({ _id: 3 }, { $unset: { slots: 1 } })
    expect(await codeOf(collection.updateOne({ _id: 4 }, pushed))).toBeUndefined()
  })

  test('on two fields covers both', async () => {
    const collection = await collectionOf({ _id: 1, a: 1, b: 1 })
    await collection.createIndex({ a: 1, b: -1 }, { unique: true })
    expect(await codeOf(collection.insertOne({ a: 1, b: 2 }))).toBeUndefined()
    const error = await collection.insertOne({ a: 1, b: 1 }).catch((reason: Row) => reason)
    expect(error).toMatchObject({ code: 11000, keyPattern: { a: 1, b: -1 }, keyValue: { a: 1, b: 1 } })
  })

  test('of documents that match a condition lets others repeat', async () => {
    const collection = await collectionOf()
    await collection.createIndex(
      { channelId: 1, contactId: 1 },
      { unique: true, partialFilterExpression: { live: true } }
    )
    const key = { channelId: 'c', contactId: 'k' }
    await collection.insertMany([
      { _id: 1, ...key, live: true },
      { _id: 2, ...key, live: false },
      { _id: 3, ...key }
    ])
    expect(await codeOf(collection.insertOne({ _id: 4, ...key, live: true }))).toBe(11000)
    expect(await codeOf(collection.updateOne({ _id: 2 }, { $set: { live: true } }))).toBe(11000)
    await collection.updateOne({ _id: 1 }, { $set: { live: false } })
    expect(await codeOf(collection.updateOne({ _id: 2 }, { $set: { live: true } }))).toBeUndefined()
  })
})

describe('an index', () => {
  test('is used and returns the right documents', async () => {
    const collection = await collectionOf(
      ...Array.from({ length: 60 }, (_, i) => ({ _id: i, a: i % 6, b: i, t: `x${i}` }))
    )
    await collection.createIndex({ a: 1, b: -1 })
    await collection.createIndex({ t: 1 })
    const keyset = () =>
      collection
        .find({ a: 2, b: { $lt: 30 } })
        .sort({ b: -1 })
        .limit(3)
    expect(await usedIndex(keyset())).toBe('a_1_b_-1')
    expect(ids(await keyset().toArray())).toEqual([26, 20, 14])
    const listed = () => collection.find({ t: { $in: ['x5', 'x7', 'nothing'] } })
    expect(await usedIndex(listed())).toBe('t_1')
    expect(ids(await listed().sort({ _id: 1 }).toArray())).toEqual([5, 7])
    const prefixed = () => collection.find({ t: /^x5/ })
    expect(await usedIndex(prefixed())).toBe('t_1')
    expect(ids(await prefixed().sort({ _id: 1 }).toArray())).toEqual([5, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59])
    expect(await usedIndex(collection.find({ b: 3 }))).toBeUndefined()
    expect(await usedIndex(collection.find({ _id: 3 }))).toBe('_id_')
    const either = () => collection.find({ $or: [{ t: 'x1' }, { a: 5, b: { $gt: 50 } }] })
    expect(ids(await either().sort({ _id: 1 }).toArray())).toEqual([1, 53, 59])
  })

  test('provides order in both directions', async () => {
    const collection = await collectionOf(...[3, 1, 2].map(n => ({ _id: n, a: 1, n })), { _id: 9, a: 1 })
    await collection.createIndex({ a: 1, n: 1 })
    expect(ids(await collection.find({ a: 1 }).sort({ n: 1 }).toArray())).toEqual([9, 1, 2, 3])
    expect(ids(await collection.find({ a: 1 }).sort({ n: -1 }).limit(2).toArray())).toEqual([3, 2])
    expect(ids(await collection.find().sort({ a: 1, n: 1 }).skip(1).limit(2).toArray())).toEqual([1, 2])
  })

  test('keyset pagination walks every document once', async () => {
    const collection = await collectionOf(
      ...Array.from({ length: 25 }, (_, i) => ({ _id: i, at: Math.floor(i / 4), room: 'r' }))
    )
    await collection.createIndex({ room: 1, at: 1, _id: 1 })
    const seen: unknown[] = []
    let last: Row = { at: -1, _id: -1 }
    for (let page = 0; page < 9; page++) {
      const after = { room: 'r', $or: [{ at: { $gt: last.at } }, { at: last.at, _id: { $gt: last._id } }] }
      const rows = await collection.find(after).sort({ at: 1, _id: 1 }).limit(3).toArray()
      seen.push(...ids(rows))
      last = rows.at(-1) ?? last
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => i))
  })

  test('that is partial is used if the filter implies its condition', async () => {
    const collection = await collectionOf(
      { _id: 1, outbox: [] },
      { _id: 2, outbox: [{ at: 5 }] },
      { _id: 3, outbox: [{ at: 9 }] }
    )
    await collection.createIndex({ 'outbox.at': 1 }, { partialFilterExpression: { 'outbox.0': { $exists: true } } })
    const waiting = () => collection.find({ 'outbox.0': { $exists: true }, 'outbox.at': { $lt: 7 } })
    expect(await usedIndex(waiting())).toBe('outbox.at_1')
    expect(ids(await waiting().toArray())).toEqual([2])
    expect(await usedIndex(collection.find({ 'outbox.at': { $lt: 7 } }))).toBeUndefined()
  })

  test('that is sparse is not used for what it omits', async () => {
    const collection = await collectionOf({ _id: 1 }, { _id: 2, a: 1 }, { _id: 3, a: null })
    await collection.createIndex({ a: 1 }, { sparse: true })
    expect(await usedIndex(collection.find({ a: 1 }))).toBe('a_1')
    expect(ids(await collection.find({ a: null }).sort({ _id: 1 }).toArray())).toEqual([1, 3])
    expect(ids(await collection.find().sort({ a: 1, _id: 1 }).toArray())).toEqual([1, 3, 2])
  })

  test('over arrays finds by elements', async () => {
    const collection = await collectionOf(
      {
        _id: 1,
        a: [
          { x: 1, y: 2 },
          { x: 3, y: 4 }
        ]
      },
      { _id: 2, a: [{ x: 1, y: 4 }] },
      { _id: 3, a: [] }
    )
    await collection.createIndex({ 'a.x': 1, 'a.y': 1 })
    expect(ids(await collection.find({ 'a.x': 1, 'a.y': 4 }).sort({ _id: 1 }).toArray())).toEqual([1, 2])
    expect(ids(await collection.find({ 'a.x': { $gt: 1, $lt: 3 } }).toArray())).toEqual([1])
  })

  test('refuses two arrays in one document', async () => {
    const collection = await collectionOf()
    await collection.createIndex({ a: 1, b: 1 })
    expect(await codeOf(collection.insertOne({ a: [1], b: [1] }))).toBe(171)
    expect(
      await codeOf(
        collection.insertMany([
          { a: [1], b: 1 },
          { a: 1, b: [1, 2] }
        ])
      )
    ).toBeUndefined()
  })

  test('can be forced by hint', async () => {
    const collection = await collectionOf({ _id: 1, a: 1, b: 1 })
    await collection.createIndex({ a: 1 })
    await collection.createIndex({ b: 1 })
    expect(await usedIndex(collection.find({ a: 1, b: 1 }).hint('b_1'))).toBe('b_1')
    expect(await usedIndex(collection.find({ a: 1, b: 1 }).hint({ a: 1 }))).toBe('a_1')
    expect(await codeOf(collection.find({ a: 1 }).hint('c_1').toArray())).toBe(2)
  })
})

describe('createIndexes', () => {
  test('is idempotent and describes what it created', async () => {
    const collection = await collectionOf({ _id: 1 })
    const command = {
      createIndexes: collection.collectionName,
      indexes: [
        { key: { a: 1 }, name: 'a_1', unique: true, sparse: true },
        { key: { b: 1 }, name: 'b_1', expireAfterSeconds: 60 },
        { key: { c: -1 }, name: 'c', partialFilterExpression: { c: { $gt: 5 } } }
      ]
    }
    expect(await database().command(command)).toMatchObject({ numIndexesBefore: 1, numIndexesAfter: 4, ok: 1 })
    expect(await database().command(command)).toMatchObject({ numIndexesBefore: 4, numIndexesAfter: 4 })
    expect(await collection.indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { a: 1 }, name: 'a_1', unique: true, sparse: true },
      { v: 2, key: { b: 1 }, name: 'b_1', expireAfterSeconds: 60 },
      { v: 2, key: { c: -1 }, name: 'c', partialFilterExpression: { c: { $gt: 5 } } }
    ])
  })

  const refusals: [string, Row, number][] = [
    ['the same name for other keys', { key: { b: 1 }, name: 'a_1' }, 86],
    ['the same name but unique', { key: { a: 1 }, name: 'a_1', unique: true }, 86],
    ['the same name but sparse', { key: { a: 1 }, name: 'a_1', sparse: true }, 86],
    ['the same name with an expiry', { key: { a: 1 }, name: 'a_1', expireAfterSeconds: 5 }, 85],
    ['no name', { key: { z: 1 } }, 9],
    ['a name that is not text', { key: { z: 1 }, name: 5 }, 14],
    ['keys that are not a document', { key: 'z', name: 'z' }, 14],
    ['an option of a wrong type', { key: { z: 1 }, name: 'z', unique: 'x' }, 14],
    ['an empty part of a path', { key: { 'z..y': 1 }, name: 'z' }, 67],
    ['_id with options', { key: { _id: 1 }, name: '_id_', unique: true }, 197],
    ['_id descending', { key: { _id: -1 }, name: 'z' }, 2],
    ['the same keys under another name', { key: { a: 1 }, name: 'other' }, 85],
    ['a direction of 0', { key: { z: 0 }, name: 'z' }, 67],
    ['an unknown kind', { key: { z: 'foo' }, name: 'z' }, 67],
    ['no keys', { key: {}, name: 'z' }, 67],
    ['sparse and partial at once', { key: { z: 1 }, name: 'z', sparse: true, partialFilterExpression: { a: 1 } }, 67],
    ['TTL over two fields', { key: { y: 1, z: 1 }, name: 'z', expireAfterSeconds: 5 }, 67],
    ['too complex a partial condition', { key: { z: 1 }, name: 'z', partialFilterExpression: { a: { $ne: 5 } } }, 67],
    ['an unknown option', { key: { z: 1 }, name: 'z', foo: true }, 197]
  ]
  test.each(refusals)('refuses %s', async (_title, index, code) => {
    const collection = await collectionOf({ _id: 1 })
    await collection.createIndex({ a: 1 })
    expect(await codeOf(database().command({ createIndexes: collection.collectionName, indexes: [index] }))).toBe(code)
  })

  test('allows a unique index beside a non-unique one on the same keys', async () => {
    const collection = await collectionOf({ _id: 1 })
    await collection.createIndex({ a: 1 })
    await collection.createIndex({ a: 1 }, { name: 'once', unique: true })
    expect(await collection.indexes()).toHaveLength(3)
  })

  test('indexes are dropped by name, by keys or all but _id', async () => {
    const collection = await collectionOf({ _id: 1 })
    await collection.createIndexes([{ key: { a: 1 } }, { key: { b: 1 } }, { key: { c: 1 } }, { key: { d: 1 } }])
    await collection.dropIndex('a_1')
    await database().command({ dropIndexes: collection.collectionName, index: { b: 1 } })
    expect((await collection.indexes()).map((index: Row) => index.name)).toEqual(['_id_', 'c_1', 'd_1'])
    expect(await codeOf(collection.dropIndex('a_1'))).toBe(27)
    expect(await codeOf(collection.dropIndex('_id_'))).toBe(72)
    await database().command({ dropIndexes: collection.collectionName, index: ['c_1', 'c_1'] })
    expect((await collection.indexes()).map((index: Row) => index.name)).toEqual(['_id_', 'd_1'])
    await collection.dropIndexes()
    expect(await collection.indexes()).toHaveLength(1)
  })
})

test('a TTL index deletes what has expired, and only that', async () => {
  const collection = await collectionOf()
  await collection.createIndex({ at: 1 }, { expireAfterSeconds: 1 })
  const future = new Date(Date.now() + 600_000)
  await collection.insertMany([
    { _id: 1, at: new Date(0) },
    { _id: 2, at: future },
    { _id: 3, at: 'text' },
    { _id: 4 },
    { _id: 5, at: [future, new Date(0)] }
  ])
  const admin = database().admin()
  await admin.command({ setParameter: 1, ttlMonitorSleepSecs: 1 })
  while ((await collection.countDocuments()) > 3) await new Promise(resolve => setTimeout(resolve, 50))
  expect(ids(await collection.find().sort({ _id: 1 }).toArray())).toEqual([2, 3, 4])
  await admin.command({ setParameter: 1, ttlMonitorSleepSecs: 60 })
}, 90_000)
