import { describe, expect, test } from '@jest/globals'
import { codeOf, Decimal128, Double, databaseUnderTest, Long, type Row } from './database-under-test.ts'

const { client, collectionOf, database } = databaseUnderTest('contract_reading')

describe('a projection', () => {
  const document = { _id: 1, a: 1, b: { c: 2, d: 3 }, l: [{ x: 1, y: 2 }, { x: 3 }, 5], n: [1, 2, 3, 4] }
  const cases: [string, Row, Row][] = [
    ['of nothing shows all', {}, document],
    ['includes', { a: 1, 'b.c': 1 }, { _id: 1, a: 1, b: { c: 2 } }],
    ['includes without _id', { a: true, _id: 0 }, { a: 1 }],
    ['of _id alone', { _id: 1 }, { _id: 1 }],
    ['excludes', { b: 0, l: 0, n: 0 }, { _id: 1, a: 1 }],
    ['excludes below', { 'b.c': 0, 'l.x': 0, n: 0, a: 0, _id: 0 }, { b: { d: 3 }, l: [{ y: 2 }, {}, 5] }],
    ['includes through arrays', { 'l.x': 1, _id: 0 }, { l: [{ x: 1 }, { x: 3 }] }],
    ['in nested form', { b: { d: 1 }, _id: 0 }, { b: { d: 3 } }],
    ['of missing fields shows nothing of them', { zz: 1, 'a.q': 1, _id: 0 }, {}]
  ]
  test.each(cases)('%s', async (_title, projection, shown) => {
    const collection = await collectionOf(document)
    const found = await collection.findOne({}, { projection })
    expect(found).toEqual(shown)
    expect(Object.keys(found!)).toEqual(Object.keys(shown))
  })

  test.each([
    [{ a: 1, b: 0 }, 31254],
    [{ a: 0, b: 1 }, 31253],
    [{ a: 1, 'a.b': 1 }, 31249],
    [{ a: { $foo: 1 } }, 31325],
    [{ a: {} }, 51270],
    [{ 'a.': 1 }, 40353]
  ] as [Row, number][])('%j is refused', async (projection, code) => {
    const collection = await collectionOf(document)
    expect(await codeOf(collection.findOne({}, { projection }))).toBe(code)
  })
})

describe('a cursor', () => {
  const many = (count: number): Row[] => Array.from({ length: count }, (_, _id) => ({ _id }))

  test('returns everything in batches', async () => {
    const collection = await collectionOf(...many(500))
    expect(await collection.find().batchSize(7).toArray()).toHaveLength(500)
    expect(await collection.find().toArray()).toHaveLength(500)
    expect(await collection.find().limit(250).batchSize(100).toArray()).toHaveLength(250)
  })

  test('has the id 0 when everything is in the first batch, and a long otherwise', async () => {
    const collection = await collectionOf(...many(5))
    const run = (command: Row) =>
      database().command({ find: collection.collectionName, ...command }, { promoteLongs: false })
    expect((await run({})).cursor).toMatchObject({ id: Long.ZERO, firstBatch: many(5) })
    expect((await run({ limit: 2, singleBatch: true })).cursor).toMatchObject({ id: Long.ZERO, firstBatch: many(2) })
    const opened = (await run({ batchSize: 0 })).cursor
    expect(opened.firstBatch).toEqual([])
    expect(opened.id.isZero()).toBe(false)
    const more = await database().command(
      { getMore: opened.id, collection: collection.collectionName, batchSize: 3 },
      { promoteLongs: false }
    )
    expect(more.cursor).toMatchObject({ id: opened.id, nextBatch: many(3) })
    const killed = await database().command({ killCursors: collection.collectionName, cursors: [opened.id] })
    expect(killed.cursorsKilled).toHaveLength(1)
    expect(await codeOf(database().command({ getMore: opened.id, collection: collection.collectionName }))).toBe(43)
  })

  test('counts skip and limit', async () => {
    const collection = await collectionOf(...many(10))
    expect(await collection.countDocuments({}, { skip: 3, limit: 5 })).toBe(5)
    expect(await collection.countDocuments({ _id: { $gte: 8 } })).toBe(2)
    expect(await collection.countDocuments({ _id: 99 })).toBe(0)
    expect(await collection.estimatedDocumentCount()).toBe(10)
    expect(
      (await database().command({ count: collection.collectionName, query: { _id: { $lt: 4 } }, limit: 3 })).n
    ).toBe(3)
  })

  test('on a missing collection is empty', async () => {
    expect(await database().collection('nothing').find().toArray()).toEqual([])
    expect(await database().collection('nothing').countDocuments()).toBe(0)
    expect(await database().collection('nothing').deleteMany({})).toMatchObject({ deletedCount: 0 })
    expect(
      await database()
        .collection('nothing')
        .updateMany({}, { $set: { a: 1 } })
    ).toMatchObject({ matchedCount: 0 })
    expect(
      await database()
        .collection('nothing')
        .findOneAndUpdate({}, { $set: { a: 1 } })
    ).toBeNull()
    expect(await database().listCollections({ name: 'nothing' }).toArray()).toEqual([])
  })

  test.each([
    [{ limit: -1 }, 51024],
    [{ skip: -1 }, 51024],
    [{ filter: 5 }, 14],
    [{ sort: 'a' }, 14],
    [{ foo: 1 }, 40415]
  ] as [Row, number][])('find with %j is refused', async (fields, code) => {
    expect(await codeOf(database().command({ find: 'x', ...fields }))).toBe(code)
  })
})

test('values are returned unchanged', async () => {
  const collection = await collectionOf({
    _id: 1,
    l: Long.fromString('9223372036854775807'),
    d: Decimal128.fromString('1.20E+3'),
    t: 'é\u0000😀'
  })
  const found = await collection.findOne({}, { promoteLongs: false })
  expect(String(found?.l)).toBe('9223372036854775807')
  expect(String(found?.d)).toBe('1.20E+3')
  expect(found?.t).toBe('é\u0000😀')
})

describe('collections', () => {
  test('are created by the first write or by create, and listed', async () => {
    const collection = await collectionOf({ _id: 1 })
    const created = `${collection.collectionName}_created`
    await database().createCollection(created)
    expect(await codeOf(database().command({ create: collection.collectionName, capped: false }))).toBe(48)
    const listed = await database().listCollections({ name: created }).toArray()
    expect(listed).toMatchObject([{ name: created, type: 'collection' }])
    expect(
      (await database().listCollections({}, { nameOnly: true }).toArray()).map((entry: Row) => entry.name)
    ).toContain(collection.collectionName)
    const databases = await database().admin().listDatabases()
    expect(databases.databases.map(entry => entry.name)).toContain(database().databaseName)
  })

  test('are dropped with their indexes', async () => {
    const collection = await collectionOf({ _id: 1 })
    await collection.createIndex({ a: 1 })
    await collection.drop()
    expect(await collection.countDocuments()).toBe(0)
    expect(await codeOf(collection.indexes())).toBe(26)
  })

  test('are dropped with their cursors', async () => {
    const collection = await collectionOf({ _id: 1 }, { _id: 2 })
    const cursor = collection.find({}, { batchSize: 1 })
    await cursor.next()
    await collection.drop()
    expect(await codeOf(cursor.next())).toBe(175)
  })

  test('a database is dropped with its collections', async () => {
    const other = client().db('contract_dropped')
    await other.collection('c').insertOne({ a: 1 })
    await other.dropDatabase()
    expect(await other.listCollections().toArray()).toEqual([])
  })

  test.each(['', 'a$b', '.a', 'a.'])('the name %j is refused', async name => {
    expect(await codeOf(database().command({ create: name }))).toBe(73)
  })
})

describe('the server', () => {
  test('says hello as the primary of a replica set', async () => {
    expect(await database().admin().command({ hello: 1 })).toMatchObject({
      isWritablePrimary: true,
      setName: expect.any(String),
      ok: 1,
      readOnly: false
    })
    expect(await database().admin().ping()).toMatchObject({ ok: 1 })
    expect((await database().admin().buildInfo()).versionArray.length).toBe(4)
  })

  test('reports a command’s success as a double', async () => {
    const { ok } = await database().command({ ping: 1 }, { promoteValues: false })
    expect(ok).toBeInstanceOf(Double)
  })

  test('refuses unknown commands, with code and name', async () => {
    const error = await database()
      .command({ foo: 1 })
      .catch((reason: Row) => reason)
    expect(error).toMatchObject({ code: 59, codeName: 'CommandNotFound' })
  })

  test('stops a command that runs longer than maxTimeMS', async () => {
    const collection = await collectionOf(
      ...Array.from({ length: 30_000 }, (_, a) => ({ a, t: `${'a'.repeat(40)}${a}` }))
    )
    const slow = { $or: Array.from({ length: 300 }, (_, i) => ({ t: { $gt: `b${i}` } })) }
    expect(await codeOf(collection.find(slow, { maxTimeMS: 1 }).toArray())).toBe(50)
    expect(await codeOf(collection.aggregate([{ $match: slow }], { maxTimeMS: 1 }).toArray())).toBe(50)
  })
})
