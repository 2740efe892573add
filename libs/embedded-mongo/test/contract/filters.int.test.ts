import { describe, expect, test } from '@jest/globals'
import {
  Binary,
  codeOf,
  Decimal128,
  Double,
  databaseUnderTest,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  type Row
} from './database-under-test.ts'

const { collectionOf, database } = databaseUnderTest('contract_filters')
const id = new ObjectId()

/** Each case: a statement, the values of `a` (or whole documents), a filter, and the positions of those it finds. */
type Case = [title: string, values: unknown[], filter: Row, found: number[]]

const day = (n: number): Date => new Date(Date.UTC(2024, 0, n))
const row = (fields: Row): Row => ({ whole: true, ...fields })

const cases: Case[] = [
  [
    'equality compares numbers across their types',
    [1, Long.fromNumber(1), new Double(1), Decimal128.fromString('1.0'), 2, '1'],
    { a: 1 },
    [0, 1, 2, 3]
  ],
  [
    'equality with a long finds int, double and decimal',
    [5, Long.fromNumber(5), Decimal128.fromString('5')],
    { a: Long.fromNumber(5) },
    [0, 1, 2]
  ],
  [
    'longs beyond 2^53 are exact',
    [Long.fromString('9007199254740993'), 9007199254740992],
    { a: Long.fromString('9007199254740993') },
    [0]
  ],
  [
    'a decimal is not equal to the double that looks like it',
    [0.1, Decimal128.fromString('0.1')],
    { a: Decimal128.fromString('0.1') },
    [1]
  ],
  ['dates are equal by instant', [day(1), day(2), '2024-01-01'], { a: day(1) }, [0]],
  ['object ids are equal by value', [id, id.toHexString()], { a: new ObjectId(id.toHexString()) }, [0]],
  [
    'binaries are equal by subtype and bytes',
    [new Binary(Buffer.from('ab')), new Binary(Buffer.from('ac')), new Binary(Buffer.from('ab'), 4)],
    { a: new Binary(Buffer.from('ab')) },
    [0]
  ],
  ['null finds null and missing', [null, 0, row({}), undefined], { a: null }, [0, 2, 3]],
  ['$ne null finds what exists', [null, 0, row({}), ''], { a: { $ne: null } }, [1, 3]],
  ['$exists distinguishes null from missing', [null, row({}), 1], { a: { $exists: true } }, [0, 2]],
  ['$exists: false finds missing only', [null, row({}), 1], { a: { $exists: false } }, [1]],
  ['$gt compares within a type only', [1, 5, '5', day(1), null, true], { a: { $gt: 1 } }, [1]],
  ['$gt on text', ['a', 'b', 'B', 3], { a: { $gt: 'a' } }, [1]],
  ['$gte null finds null and missing', [null, row({}), 1], { a: { $gte: null } }, [0, 1]],
  ['$gt null finds nothing', [null, row({}), 1], { a: { $gt: null } }, []],
  ['$lt with a date', [day(1), day(3), 5], { a: { $lt: day(2) } }, [0]],
  ['NaN equals itself and has no order', [Number.NaN, 1, -1], { a: { $gte: Number.NaN } }, [0]],
  ['$lt a number excludes NaN', [Number.NaN, 1, 7], { a: { $lt: 5 } }, [1]],
  ['$lt MaxKey finds everything else', [1, 'x', new MaxKey(), new MinKey()], { a: { $lt: new MaxKey() } }, [0, 1, 3]],
  ['booleans are not numbers', [true, 1, false, 0], { a: true }, [0]],
  [
    'documents are equal field by field in order',
    [{ x: 1, y: 2 }, { y: 2, x: 1 }, { x: 1 }, { x: 1, y: new Double(2) }],
    { a: { x: 1, y: 2 } },
    [0, 3]
  ],
  ['arrays are found by an element or whole', [[1, 2], 1, [[1, 2]], [2, 1]], { a: [1, 2] }, [0, 2]],
  ['an array is found by each element', [[1, 2], [3], 2], { a: 2 }, [0, 2]],
  [
    '$gt is true for an array with one such element',
    [
      [1, 9],
      [1, 2]
    ],
    { a: { $gt: 5 } },
    [0]
  ],
  ['two conditions may be met by different elements', [[1, 20], [7], [1, 2]], { a: { $gt: 5, $lt: 6 } }, [0]],
  ['$ne is true only if no element is equal', [[1, 2], [2], 1, row({})], { a: { $ne: 1 } }, [1, 3]],
  ['$in with values and null', [1, 'abc', null, row({}), 'x', [9, 1]], { a: { $in: [1, null] } }, [0, 2, 3, 5]],
  ['$in an empty list finds nothing', [1, null], { a: { $in: [] } }, []],
  ['$nin is the opposite of $in', [1, 2, null, row({}), [1]], { a: { $nin: [1, null] } }, [1]],
  ['a prefix pattern finds text and elements', ['hello', ['x', 'help'], 'ahem', 5], { a: /^hel/ }, [0, 1]],
  [
    'a prefix may contain any characters',
    ['日本語', '日', 'a.b', 'axb'],
    { $or: [{ a: /^日本/ }, { a: /^a\.b/ }] },
    [0, 2]
  ],
  ['a dotted path goes into documents', [{ b: { c: 1 } }, { b: 1 }, 5], { 'a.b.c': 1 }, [0]],
  ['a dotted path goes through arrays', [[{ b: 1 }, { b: 2 }], [{ b: 3 }], { b: 2 }], { 'a.b': 2 }, [0, 2]],
  [
    'a dotted path through an array finds null where one element lacks the field',
    [[{ b: 1 }, {}], [{ b: 1 }], [1, 2], []],
    { 'a.b': null },
    [0]
  ],
  ['$exists: false through arrays', [[{ b: 1 }, {}], [{}], [1], []], { 'a.b': { $exists: false } }, [1, 2, 3]],
  ['an index in a path names one element', [[5, 6], [6, 5], { 0: 5 }], { 'a.0': 5 }, [0, 2]],
  [
    'an index and a field',
    [
      [{ b: 1 }, { b: 2 }],
      [{ b: 2 }, { b: 1 }]
    ],
    { 'a.1.b': 2 },
    [0]
  ],
  ['an existing index shows that an array is not empty', [[], [null], row({})], { 'a.0': { $exists: true } }, [1]],
  ['$or', [1, 2, 3], { $or: [{ a: 1 }, { a: 3 }] }, [0, 2]],
  ['$and with the same field twice', [1, 5, 9], { $and: [{ a: { $gt: 1 } }, { a: { $lt: 9 } }] }, [1]],
  ['field names of Object.prototype are ordinary', [row({ constructor: 1 }), row({})], { constructor: 1 }, [0]],
  [
    'Object.prototype fields are missing when missing',
    [row({}), row({ toString: 5 })],
    { toString: { $exists: true } },
    [1]
  ]
]

describe('a filter', () => {
  test.each(cases)('%s', async (_title, values, filter, found) => {
    const documents = values.map((value, _id) => {
      if (value !== null && typeof value === 'object' && 'whole' in value) {
        const { whole: _, ...fields } = value as Row
        return { _id, ...fields }
      }
      return value === undefined ? { _id } : { _id, a: value }
    })
    const collection = await collectionOf(...documents)
    const result = await collection.find(filter).sort({ _id: 1 }).toArray()
    expect(result.map(document => document._id)).toEqual(found)
    expect(await collection.countDocuments(filter)).toBe(found.length)
  })

  const refusals: [string, Row, number][] = [
    ['an unknown operator', { a: { $foo: 1 } }, 2],
    ['an unknown top-level operator', { $foo: [] }, 2],
    ['an operator next to a field', { a: { $gt: 1, b: 2 } }, 2],
    ['$in without an array', { a: { $in: 1 } }, 2],
    ['$in with an operator', { a: { $in: [{ $gt: 1 }] } }, 2],
    ['$and without an array', { $and: { a: 1 } }, 2],
    ['$or of nothing', { $or: [] }, 2],
    ['$expr of a field', { a: { $expr: 1 } }, 2]
  ]
  test.each(refusals)('%s is refused', async (_title, filter, code) => {
    const collection = await collectionOf({ _id: 1 })
    expect(await codeOf(collection.find(filter).toArray())).toBe(code)
  })
})

describe('the order of values', () => {
  test('goes by type, then by value', async () => {
    const ordered = [
      new MinKey(),
      null,
      Number.NaN,
      -Infinity,
      Long.fromString('-9223372036854775808'),
      -1.5,
      0,
      Decimal128.fromString('0.1'),
      1,
      Long.fromString('9007199254740993'),
      Infinity,
      '',
      'A',
      'a',
      'é',
      '\uffee',
      '😀',
      {},
      { a: 1 },
      { a: 1, b: 1 },
      { b: 1 },
      { a: 'x' },
      new Binary(Buffer.from('b')),
      new Binary(Buffer.from('a'), 4),
      new Binary(Buffer.from('aa')),
      new ObjectId('000000000000000000000001'),
      new ObjectId('ffffffffffffffffffffffff'),
      false,
      true,
      day(1),
      day(2),
      new MaxKey()
    ]
    const rows = ordered.map((a, _id) => ({ _id, a }))
    const collection = await collectionOf(...rows.toReversed())
    const ids = ordered.map((_, i) => i)
    const sorted = async (direction: 1 | -1) =>
      (await collection.find().sort({ a: direction, _id: 1 }).toArray()).map(found => found._id)
    expect(await sorted(1)).toEqual(ids)
    expect(await sorted(-1)).toEqual(ids.toReversed())
    await collection.createIndex({ a: 1 })
    expect(await sorted(1)).toEqual(ids)
    await collection.createIndex({ a: -1, _id: 1 })
    expect(await sorted(-1)).toEqual(ids.toReversed())
  })

  test('an array sorts by its least element ascending and by its greatest descending; an empty one before null', async () => {
    const collection = await collectionOf(
      { _id: 1, a: [5, 1] },
      { _id: 2, a: 3 },
      { _id: 3, a: [] },
      { _id: 4 },
      { _id: 5, a: [2, 9] }
    )
    const ids = async (direction: 1 | -1) =>
      (await collection.find().sort({ a: direction }).toArray()).map(found => found._id)
    expect(await ids(1)).toEqual([3, 4, 1, 5, 2])
    expect(await ids(-1)).toEqual([5, 1, 2, 4, 3])
  })

  test('compound sorts, skip and limit', async () => {
    const collection = await collectionOf(
      { _id: 1, a: 1, b: 2 },
      { _id: 2, a: 1, b: 1 },
      { _id: 3, a: 0, b: 9 },
      { _id: 4, a: 1, b: 3 }
    )
    const found = await collection.find().sort({ a: -1, b: 1 }).skip(1).limit(2).toArray()
    expect(found.map(document => document._id)).toEqual([1, 4])
  })

  test.each([
    [{ a: 2 }, 15975],
    [{ a: 'x' }, 15974],
    [{ a: {} }, 17312],
    [{ $natural: 1, a: 1 }, 2],
    [{ $natural: 2 }, 2],
    [{ '': 1 }, 40352],
    [{ 'a.': 1 }, 40353],
    [{ 'a..b': 1 }, 15998],
    [{ $a: 1 }, 16410]
  ] as [Row, number][])('the sort %j is refused', async (sort, code) => {
    const collection = await collectionOf({ _id: 1 })
    const command = { find: collection.collectionName, sort }
    expect(await codeOf(database().command(command))).toBe(code)
  })
})
