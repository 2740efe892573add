import { describe, expect, test } from '@jest/globals'
import { codeOf, Decimal128, Double, databaseUnderTest, Long, ObjectId, type Row } from './database-under-test.ts'

const { client, collectionOf, database } = databaseUnderTest('contract_updates')

const day = (n: number): Date => new Date(Date.UTC(2024, 0, n))

type Case = [title: string, before: Row, update: Row, after: Row]

const changes: Case[] = [
  ['$set replaces and adds', { a: 1 }, { $set: { a: 2, b: 3 } }, { a: 2, b: 3 }],
  ['$set creates documents along its path', {}, { $set: { 'a.b.c': 1 } }, { a: { b: { c: 1 } } }],
  ['$set reaches elements by index', { a: [1, 2] }, { $set: { 'a.1': 9 } }, { a: [1, 9] }],
  ['$set beyond the end of an array fills with null', { a: [1] }, { $set: { 'a.3': 9 } }, { a: [1, null, null, 9] }],
  ['$set with a number creates a field where there is no array', {}, { $set: { 'a.0': 1 } }, { a: { 0: 1 } }],
  [
    '$unset removes fields, missing ones too',
    { a: 1, b: { c: 1, d: 2 } },
    { $unset: { a: '', 'b.c': 1, x: 1, 'y.z': 1 } },
    { b: { d: 2 } }
  ],
  ['$unset of an element leaves null', { a: [1, 2] }, { $unset: { 'a.0': 1 } }, { a: [null, 2] }],
  ['$inc adds and creates', { a: 1 }, { $inc: { a: 2, b: -1 } }, { a: 3, b: -1 }],
  ['$inc with a fraction produces a double', { a: 1 }, { $inc: { a: 0.5 } }, { a: 1.5 }],
  ['$setOnInsert does nothing to existing documents', { a: 1 }, { $setOnInsert: { a: 2 } }, { a: 1 }],
  ['$push appends and creates', { a: [1] }, { $push: { a: 2, b: 3 } }, { a: [1, 2], b: [3] }],
  ['$push adds an array as one element', { a: [] }, { $push: { a: [1, 2] } }, { a: [[1, 2]] }],
  ['$push without $each adds a document', { a: [] }, { $push: { a: { $slice: 1 } } }, { a: [{ $slice: 1 }] }],
  ['$push $each', { a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
  ['$pull by value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
  ['$pull by condition', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
  ['$pull by fields', { a: [{ x: 1, y: 1 }, { x: 2 }] }, { $pull: { a: { x: 1 } } }, { a: [{ x: 2 }] }],
  [
    '$pull by fields in a list',
    { a: [{ id: 1 }, { id: 2 }, { id: 3 }] },
    { $pull: { a: { id: { $in: [1, 3] } } } },
    { a: [{ id: 2 }] }
  ],
  ['$pull of nothing', { b: 1 }, { $pull: { a: 1 } }, { b: 1 }],
  ['new fields are ordered by name', {}, { $set: { c: 1, a: 1, b: 1 } }, { a: 1, b: 1, c: 1 }],
  [
    'several operators at once',
    { n: 1, list: [1] },
    { $inc: { n: 1 }, $push: { list: 2 }, $set: { at: day(1) }, $unset: { x: 1 } },
    { n: 2, list: [1, 2], at: day(1) }
  ],
  ['a replacement keeps _id only', { a: 1, b: 2 }, { c: 3 }, { c: 3 }]
]

describe('an update', () => {
  test.each(changes)('%s', async (_title, before, update, after) => {
    const collection = await collectionOf({ _id: 1, ...before })
    await database().command({ update: collection.collectionName, updates: [{ q: { _id: 1 }, u: update }] })
    const found = await collection.findOne({ _id: 1 })
    expect(found).toEqual({ _id: 1, ...after })
    expect(Object.keys(found!)).toEqual(['_id', ...Object.keys(after)])
  })

  const refusals: [string, Row, Row, number][] = [
    ['an unknown operator', {}, { $foo: { a: 1 } }, 9],
    ['an operator without a document', {}, { $set: 5 }, 9],
    ['two operators on one path', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['a path and what is below it', {}, { $set: { a: 1, 'a.b': 1 } }, 40],
    ['a field in a scalar', { a: 5 }, { $set: { 'a.b': 1 } }, 28],
    ['a field in null', { a: null }, { $set: { 'a.b': 1 } }, 28],
    ['a named field in an array', { a: [1] }, { $set: { 'a.b': 1 } }, 28],
    ['$inc of text', { a: 'x' }, { $inc: { a: 1 } }, 14],
    ['$inc by text', { a: 1 }, { $inc: { a: 'x' } }, 14],
    ['$inc of null', { a: null }, { $inc: { a: 1 } }, 14],
    ['an overflow of a long', { a: Long.MAX_VALUE }, { $inc: { a: 1 } }, 2],
    ['$push to a scalar', { a: 1 }, { $push: { a: 1 } }, 2],
    ['$push with an unknown clause', { a: [] }, { $push: { a: { $each: [], $foo: 1 } } }, 2],
    ['$push $each without an array', { a: [] }, { $push: { a: { $each: 1 } } }, 2],
    ['a null for _id by replacement', {}, { _id: null }, 66],
    ['$pull from a scalar', { a: 1 }, { $pull: { a: 1 } }, 2],
    ['another _id by $set', {}, { $set: { _id: 2 } }, 66],
    ['no _id by $unset', {}, { $unset: { _id: 1 } }, 66],
    ['another _id by replacement', {}, { _id: 2, a: 1 }, 66],
    ['an empty path', {}, { $set: { '': 1 } }, 56],
    ['an empty part of a path', {}, { $set: { 'a..b': 1 } }, 56],
    ['a dollar in a path', {}, { $set: { 'a.$x': 1 } }, 52],
    ['an operator among the fields of a replacement', {}, { a: 1, $set: { b: 1 } }, 52]
  ]
  test.each(refusals)('%s is refused and changes nothing', async (_title, before, update, code) => {
    const collection = await collectionOf({ _id: 1, ...before })
    const unchanged = await collection.findOne({ _id: 1 })
    const result = await database().command({
      update: collection.collectionName,
      updates: [{ q: { _id: 1 }, u: update }]
    })
    expect(result.writeErrors).toMatchObject([{ index: 0, code }])
    expect(await collection.findOne({ _id: 1 })).toEqual(unchanged)
  })

  test('$set of the same value modifies nothing', async () => {
    const collection = await collectionOf({ _id: 1, a: { b: [1, 'x'] } })
    expect(await collection.updateOne({ _id: 1 }, { $set: { a: { b: [1, 'x'] } } })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 0
    })
    expect(await collection.updateOne({ _id: 1 }, { $set: { a: { b: [new Double(1), 'x'] } } })).toMatchObject({
      modifiedCount: 1
    })
  })

  test('whole numbers grow from int to long, decimals stay decimals', async () => {
    const collection = await collectionOf({
      _id: 1,
      i: 2147483647,
      l: Long.fromNumber(1),
      d: Decimal128.fromString('0.10'),
      f: new Double(1)
    })
    await collection.updateOne({ _id: 1 }, { $inc: { i: 1, l: 1, d: Decimal128.fromString('0.2'), f: 1 } })
    const found: Row | null = await collection.findOne({ i: 2147483648, l: 2, f: 2 }, { promoteValues: false })
    expect([found!.i, found!.l, found!.f].map(value => value.constructor)).toEqual([Long, Long, Double])
    expect(String(found!.d)).toBe('0.30')
  })

  test('updateMany counts matches and changes', async () => {
    const collection = await collectionOf({ _id: 1, a: 1 }, { _id: 2, a: 1, done: true }, { _id: 3, a: 2 })
    expect(await collection.updateMany({ a: 1 }, { $set: { done: true } })).toMatchObject({
      matchedCount: 2,
      modifiedCount: 1
    })
  })

  test('replacing many is refused', async () => {
    const collection = await collectionOf({ _id: 1 })
    const result = await database().command({
      update: collection.collectionName,
      updates: [{ q: {}, u: { a: 1 }, multi: true }]
    })
    expect(result.writeErrors).toMatchObject([{ code: 9 }])
  })
})

describe('an upsert', () => {
  const cases: [string, Row, Row, Row][] = [
    [
      'takes equalities from the filter',
      { a: 1, b: { $eq: 2 }, c: { $gt: 3 } },
      { $set: { d: 4 } },
      { a: 1, b: 2, d: 4 }
    ],
    ['takes dotted equalities', { 'a.b': 1 }, { $set: { 'a.c': 2 } }, { a: { b: 1, c: 2 } }],
    ['takes equalities of $and', { $and: [{ a: 1 }, { b: 2 }] }, { $inc: { n: 1 } }, { a: 1, b: 2, n: 1 }],
    ['takes $setOnInsert', { a: 1 }, { $setOnInsert: { b: 2 }, $inc: { n: 5 } }, { a: 1, b: 2, n: 5 }],
    ['takes nothing from $or with several branches', { $or: [{ a: 1 }, { b: 2 }] }, { $set: { c: 3 } }, { c: 3 }],
    ['replaces with _id of the filter', { _id: 7, x: 1 }, { a: 1 }, { a: 1 }]
  ]
  test.each(cases)('%s', async (_title, filter, update, fields) => {
    const collection = await collectionOf()
    const result = await database().command({
      update: collection.collectionName,
      updates: [{ q: filter, u: update, upsert: true }]
    })
    expect(result).toMatchObject({ n: 1, nModified: 0, upserted: [{ index: 0 }] })
    const found = await collection.findOne()
    expect(Object.keys(found!)[0]).toBe('_id')
    expect(found).toEqual({ _id: filter._id ?? expect.any(ObjectId), ...fields })
    expect(result.upserted[0]._id).toEqual(found?._id)
  })

  test('that finds its document updates it', async () => {
    const collection = await collectionOf({ _id: 1, n: 1 })
    expect(await collection.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { upsert: true })).toMatchObject({
      matchedCount: 1,
      upsertedCount: 0,
      upsertedId: null
    })
  })

  test('refuses a field that the filter fixes twice, and another _id', async () => {
    const collection = await collectionOf()
    expect(
      await codeOf(collection.updateOne({ $and: [{ a: 1 }, { a: 2 }] }, { $set: { b: 1 } }, { upsert: true }))
    ).toBe(54)
    expect(await codeOf(collection.updateOne({ _id: 1 }, { $set: { _id: 2 } }, { upsert: true }))).toBe(66)
  })

  test('that may not insert, because it would do so under another _id, updates the existing document', async () => {
    const collection = await collectionOf({ _id: 1, n: 1 })
    const update = { $inc: { n: 1 }, $setOnInsert: { _id: null } }
    expect(await collection.updateOne({ _id: 1, n: 1 }, update, { upsert: true })).toMatchObject({ modifiedCount: 1 })
    expect(await codeOf(collection.updateOne({ _id: 1, n: 1 }, update, { upsert: true }))).toBe(66)
    expect(await collection.find().toArray()).toEqual([{ _id: 1, n: 2 }])
  })
})

describe('findAndModify', () => {
  test('returns the document before or after', async () => {
    const collection = await collectionOf({ _id: 1, n: 1 }, { _id: 2, n: 5 })
    expect(await collection.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } })).toEqual({ _id: 1, n: 1 })
    expect(await collection.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, { returnDocument: 'after' })).toEqual({
      _id: 1,
      n: 3
    })
    expect(
      await collection.findOneAndUpdate({}, { $set: { top: true } }, { sort: { n: -1 }, projection: { n: 1, _id: 0 } })
    ).toEqual({ n: 5 })
    expect(await collection.findOneAndReplace({ _id: 1 }, { x: 1 }, { returnDocument: 'after' })).toEqual({
      _id: 1,
      x: 1
    })
    expect(await collection.findOneAndDelete({ _id: 1 })).toEqual({ _id: 1, x: 1 })
    expect(await collection.findOneAndUpdate({ _id: 9 }, { $set: { a: 1 } })).toBeNull()
    expect(await collection.findOneAndDelete({ _id: 9 })).toBeNull()
  })

  test('upserts', async () => {
    const collection = await collectionOf()
    expect(await collection.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, { upsert: true })).toBeNull()
    const result = await collection.findOneAndUpdate(
      { _id: 2 },
      { $inc: { n: 1 } },
      { upsert: true, returnDocument: 'after', includeResultMetadata: true }
    )
    expect(result).toMatchObject({
      lastErrorObject: { n: 1, updatedExisting: false, upserted: 2 },
      value: { _id: 2, n: 1 }
    })
  })

  test('changes nothing if what it should return cannot be returned', async () => {
    const collection = await collectionOf({ _id: 1, list: [1, 2] })
    const shown = { list: 1, other: 0 }
    for (const work of [{ update: { $set: { list: [] } }, new: true }, { remove: true }]) {
      const command = { findAndModify: collection.collectionName, query: { _id: 1 }, fields: shown, ...work }
      expect(await codeOf(database().command(command))).toBe(31254)
      expect(await collection.findOne()).toEqual({ _id: 1, list: [1, 2] })
    }
  })

  test('updates by version once', async () => {
    const collection = await collectionOf({ _id: 1, version: 3 })
    const update: Row = { $set: { version: 4 }, $push: { outbox: { id: 'e1', at: day(1) } } }
    expect(
      await collection.findOneAndUpdate({ _id: 1, version: 3 }, update, { returnDocument: 'after' })
    ).toMatchObject({ version: 4, outbox: [{ id: 'e1' }] })
    expect(await collection.findOneAndUpdate({ _id: 1, version: 3 }, update)).toBeNull()
  })

  test.each([
    [{ remove: true, update: { $set: { a: 1 } } }, 9],
    [{ remove: true, new: true }, 9],
    [{ remove: true, upsert: true }, 9],
    [{}, 9]
  ] as [Row, number][])('%j is refused', async (form, code) => {
    const collection = await collectionOf({ _id: 1 })
    expect(await codeOf(database().command({ findAndModify: collection.collectionName, query: {}, ...form }))).toBe(
      code
    )
  })
})

describe('bulk writes', () => {
  test('insertMany unordered continues after duplicates', async () => {
    const collection = await collectionOf({ _id: 2 })
    const result = await collection
      .insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }], { ordered: false })
      .catch(error => error)
    expect(result).toMatchObject({ code: 11000, insertedCount: 2, writeErrors: [{ index: 1, code: 11000 }] })
    expect(await collection.countDocuments()).toBe(3)
  })

  test('insertMany ordered stops at a duplicate', async () => {
    const collection = await collectionOf({ _id: 2 })
    expect(await collection.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]).catch(error => error)).toMatchObject({
      insertedCount: 1
    })
  })

  test('bulkWrite mixes all kinds', async () => {
    const collection = await collectionOf({ _id: 1, outbox: [{ id: 'a' }, { id: 'b' }] }, { _id: 2 }, { _id: 3 })
    const trim: Row = { $pull: { outbox: { id: { $in: ['a'] } } } }
    const result = await collection.bulkWrite([
      { updateOne: { filter: { _id: 1 }, update: trim } },
      { insertOne: { document: { _id: 4 } } },
      { deleteOne: { filter: { _id: 2 } } },
      { replaceOne: { filter: { _id: 3 }, replacement: { x: 1 } } },
      { updateOne: { filter: { _id: 9 }, update: { $set: { y: 1 } }, upsert: true } },
      { updateMany: { filter: {}, update: { $set: { z: 1 } } } },
      { deleteMany: { filter: { x: 1 } } }
    ])
    expect(result).toMatchObject({
      insertedCount: 1,
      matchedCount: 6,
      modifiedCount: 6,
      deletedCount: 2,
      upsertedCount: 1,
      upsertedIds: { 4: 9 }
    })
    expect(await collection.findOne({ _id: 1 })).toEqual({ _id: 1, outbox: [{ id: 'b' }], z: 1 })
  })

  test('bulkWrite unordered reports every error with its index', async () => {
    const collection = await collectionOf({ _id: 1, a: 'x' })
    const result = await collection
      .bulkWrite(
        [
          { updateOne: { filter: { _id: 1 }, update: { $inc: { a: 1 } } } },
          { insertOne: { document: { _id: 1 } } },
          { updateOne: { filter: { _id: 1 }, update: { $set: { b: 1 } } } }
        ],
        { ordered: false }
      )
      .catch(error => error)
    expect(result.writeErrors.map((error: Row) => [error.index, error.code])).toEqual(
      expect.arrayContaining([
        [0, 14],
        [1, 11000]
      ])
    )
    expect(await collection.findOne()).toEqual({ _id: 1, a: 'x', b: 1 })
  })

  test('deletes one or many', async () => {
    const collection = await collectionOf({ _id: 1, a: 1 }, { _id: 2, a: 1 }, { _id: 3, a: 2 })
    expect(await collection.deleteOne({ a: 1 })).toMatchObject({ deletedCount: 1 })
    expect(await collection.deleteMany({})).toMatchObject({ deletedCount: 2 })
  })

  test('_id comes first, and is created if missing', async () => {
    const collection = await collectionOf()
    await database().command({ insert: collection.collectionName, documents: [{ a: 1, _id: 5 }, { b: 1 }] })
    expect((await collection.find().toArray()).map(found => Object.keys(found))).toEqual([
      ['_id', 'a'],
      ['_id', 'b']
    ])
  })
})

describe('concurrently', () => {
  test('200 increments all count', async () => {
    const collection = await collectionOf({ _id: 1, n: 0 })
    await Promise.all(Array.from({ length: 200 }, () => collection.updateOne({ _id: 1 }, { $inc: { n: 1 } })))
    expect(await collection.findOne()).toEqual({ _id: 1, n: 200 })
  })

  test('80 claims of 50 jobs take each job once', async () => {
    const collection = await collectionOf(...Array.from({ length: 50 }, (_, _id) => ({ _id, state: 'free' })))
    const claims = await Promise.all(
      Array.from({ length: 80 }, (_, by) =>
        collection.findOneAndUpdate({ state: 'free' }, { $set: { state: 'taken', by } }, { sort: { _id: 1 } })
      )
    )
    const taken = claims.filter(claim => claim !== null).map(claim => claim._id)
    expect(new Set(taken).size).toBe(50)
    expect(taken).toHaveLength(50)
  })

  test('a repeated write is answered, not done again', async () => {
    const collection = await collectionOf({ _id: 1, n: 0 })
    const clientSession = client().startSession()
    const command = {
      update: collection.collectionName,
      updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }],
      txnNumber: Long.fromNumber(1_000_000)
    }
    const first = await database().command({ ...command }, { session: clientSession })
    const second = await database().command({ ...command }, { session: clientSession })
    expect([first.nModified, second.nModified]).toEqual([1, 1])
    expect(await collection.findOne()).toEqual({ _id: 1, n: 1 })
    await clientSession.endSession()
  })
})
