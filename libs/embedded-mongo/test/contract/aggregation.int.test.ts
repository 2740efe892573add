import { describe, expect, test } from '@jest/globals'
import { codeOf, Decimal128, Double, databaseUnderTest, Long, type Row } from './database-under-test.ts'

const { collectionOf, database } = databaseUnderTest('contract_aggregation')

const at = (text: string): Date => new Date(text)
const sales: Row[] = [
  { _id: 1, shop: 'a', n: 5, price: 1.5, tags: ['x', 'y'], at: at('2024-03-31T00:30:00Z') },
  { _id: 2, shop: 'b', n: 2, price: 10, tags: [], at: at('2024-03-31T01:30:00Z') },
  { _id: 3, shop: 'a', n: 1, price: 4, at: at('2024-12-30T12:00:00.123Z') },
  { _id: 4, shop: 'c', n: null, price: 0, tags: ['x'], at: at('2024-01-01T00:00:00Z') }
]

describe('a pipeline', () => {
  const cases: [string, Row[], Row[]][] = [
    [
      '$match, $sort, $skip, $limit',
      [{ $match: { n: { $gt: 0 } } }, { $sort: { n: 1 } }, { $skip: 1 }, { $limit: 1 }, { $project: { n: 1 } }],
      [{ _id: 2, n: 2 }]
    ],
    [
      '$group with totals',
      [
        {
          $group: {
            _id: '$shop',
            total: { $sum: '$n' },
            mean: { $avg: '$n' },
            low: { $min: '$price' },
            high: { $max: '$price' },
            count: { $sum: 1 }
          }
        },
        { $sort: { _id: 1 } }
      ],
      [
        { _id: 'a', total: 6, mean: 3, low: 1.5, high: 4, count: 2 },
        { _id: 'b', total: 2, mean: 2, low: 10, high: 10, count: 1 },
        { _id: 'c', total: 0, mean: null, low: 0, high: 0, count: 1 }
      ]
    ],
    [
      '$group with lists',
      [
        { $sort: { _id: 1 } },
        {
          $group: {
            _id: null,
            first: { $first: '$n' },
            last: { $last: '$n' },
            all: { $push: '$shop' },
            number: { $count: {} }
          }
        }
      ],
      [{ _id: null, first: 5, last: null, all: ['a', 'b', 'a', 'c'], number: 4 }]
    ],
    [
      '$group by a document',
      [
        { $match: { shop: 'a' } },
        { $group: { _id: { s: '$shop', year: { $year: '$at' } }, n: { $sum: { $multiply: ['$n', '$price'] } } } }
      ],
      [{ _id: { s: 'a', year: 2024 }, n: 11.5 }]
    ],
    [
      '$addFields',
      [
        { $match: { _id: 1 } },
        { $addFields: { 'x.y': '$n', price: { $add: ['$price', 1] } } },
        { $project: { at: 0, tags: 0, shop: 0 } }
      ],
      [{ _id: 1, n: 5, price: 2.5, x: { y: 5 } }]
    ],
    [
      '$project with expressions',
      [
        { $match: { _id: 1 } },
        {
          $project: {
            _id: 0,
            double: { $multiply: ['$n', 2] },
            kind: { $cond: [{ $gt: ['$n', 3] }, 'many', 'few'] },
            none: { $ifNull: ['$zz', 'no'] }
          }
        }
      ],
      [{ double: 10, kind: 'many', none: 'no' }]
    ],
    [
      '$unwind',
      [{ $unwind: '$tags' }, { $group: { _id: '$tags', n: { $sum: 1 } } }, { $sort: { _id: 1 } }],
      [
        { _id: 'x', n: 2 },
        { _id: 'y', n: 1 }
      ]
    ],
    [
      '$unwind that keeps the empty',
      [
        { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } },
        { $project: { tags: 1, i: 1 } }
      ],
      [
        { _id: 1, tags: 'x', i: 0 },
        { _id: 1, tags: 'y', i: 1 },
        { _id: 2, i: null },
        { _id: 3, i: null },
        { _id: 4, tags: 'x', i: 0 }
      ]
    ],
    ['$count', [{ $match: { shop: 'a' } }, { $count: 'n' }], [{ n: 2 }]],
    ['$count of nothing', [{ $match: { shop: 'z' } }, { $count: 'n' }], []],
    [
      '$facet',
      [
        {
          $facet: {
            number: [{ $count: 'n' }],
            top: [{ $sort: { price: -1 } }, { $limit: 1 }, { $project: { _id: 1 } }]
          }
        }
      ],
      [{ number: [{ n: 4 }], top: [{ _id: 2 }] }]
    ],
    [
      '$bucket',
      [{ $bucket: { groupBy: '$price', boundaries: [0, 2, 5], default: 'more', output: { n: { $sum: 1 } } } }],
      [
        { _id: 0, n: 2 },
        { _id: 2, n: 1 },
        { _id: 'more', n: 1 }
      ]
    ],
    [
      '$addToSet',
      [{ $group: { _id: null, shops: { $addToSet: '$shop' } } }, { $project: { _id: 0, n: { $size: '$shops' } } }],
      [{ n: 3 }]
    ]
  ]
  test.each(cases)('%s', async (_title, pipeline, result) => {
    const collection = await collectionOf(...sales)
    expect(await collection.aggregate(pipeline).toArray()).toEqual(result)
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual(sales)
  })

  test('$lookup joins by equality', async () => {
    const shops = await collectionOf({ _id: 'a', city: 'Bern' }, { _id: 'b', city: 'Basel' })
    const collection = await collectionOf(...sales.slice(0, 2), { _id: 9, shop: ['a', 'b'] })
    const rows = await collection
      .aggregate([
        { $lookup: { from: shops.collectionName, localField: 'shop', foreignField: '_id', as: 'shops' } },
        { $project: { 'shops.city': 1 } }
      ])
      .toArray()
    expect(rows).toEqual([
      { _id: 1, shops: [{ city: 'Bern' }] },
      { _id: 2, shops: [{ city: 'Basel' }] },
      { _id: 9, shops: [{ city: 'Bern' }, { city: 'Basel' }] }
    ])
  })

  test('sums keep the widest type and lose no digits', async () => {
    const collection = await collectionOf(
      { i: 2147483647, d: 0.1, l: Long.fromNumber(1), m: Decimal128.fromString('0.1'), f: new Double(1) },
      { i: 1, d: 0.2, l: 1, m: 1, f: 1 },
      { d: 0.3 }
    )
    const [row]: Row[] = await collection
      .aggregate(
        [
          {
            $group: {
              _id: null,
              i: { $sum: '$i' },
              d: { $sum: '$d' },
              l: { $sum: '$l' },
              m: { $sum: '$m' },
              f: { $sum: '$f' }
            }
          }
        ],
        { promoteValues: false }
      )
      .toArray()
    expect(row.i).toBeInstanceOf(Long)
    expect(Number(row.d)).toBe(0.6)
    expect(row.l).toBeInstanceOf(Long)
    expect(String(row.m)).toBe('1.1')
    expect(row.f).toBeInstanceOf(Double)
  })

  test('comes in batches', async () => {
    const collection = await collectionOf(...Array.from({ length: 300 }, (_, _id) => ({ _id })))
    expect(await collection.aggregate([{ $match: {} }], { batchSize: 50 }).toArray()).toHaveLength(300)
  })

  const refusals: [string, Row[], number][] = [
    ['an unknown stage', [{ $foo: {} }], 40324],
    ['a stage of two', [{ $match: {}, $limit: 1 }], 40323],
    ['an unknown expression', [{ $project: { a: { $foo: 1 } } }], 31325],
    ['an unknown expression in $group', [{ $group: { _id: { $foo: 1 } } }], 168],
    ['an unknown accumulator', [{ $group: { _id: null, a: { $foo: 1 } } }], 15952],
    ['$group without _id', [{ $group: { a: { $sum: 1 } } }], 15955],
    ['$limit 0', [{ $limit: 0 }], 15958],
    ['an unknown variable', [{ $project: { a: '$$foo' } }], 17276],
    ['$count without a name', [{ $count: '' }], 40156],
    ['$unwind of a bare name', [{ $unwind: 'tags' }], 28818],
    ['an empty $project', [{ $project: {} }], 51272],
    ['an addition of text', [{ $project: { a: { $add: ['$shop', 1] } } }], 14],
    ['a division by zero', [{ $project: { a: { $divide: [1, 0] } } }], 2],
    ['too few arguments', [{ $project: { a: { $subtract: [1] } } }], 16020]
  ]
  test.each(refusals)('%s is refused', async (_title, pipeline, code) => {
    const collection = await collectionOf(...sales)
    expect(await codeOf(collection.aggregate(pipeline).toArray())).toBe(code)
  })
})

describe('an expression', () => {
  const zone = 'Europe/Zurich'
  const march = at('2024-03-31T00:30:00Z')
  const cases: [string, unknown, unknown][] = [
    ['$add with a date', { $add: [march, 1000] }, at('2024-03-31T00:30:01Z')],
    ['$subtract of dates', { $subtract: [at('2024-01-01T00:00:01Z'), at('2024-01-01T00:00:00Z')] }, 1000],
    ['arithmetic with null', { $add: [1, null] }, null],
    ['$divide', { $divide: [7, 2] }, 3.5],
    ['$mod', { $mod: [-7, 3] }, -1],
    ['$mod of decimals is exact', { $mod: [Decimal128.fromString('0.3'), 0.1] }, Decimal128.fromString('0.0')],
    ['$round half to even', [{ $round: 2.5 }, { $round: [2.345, 2] }, { $round: [1234, -2] }], [2, 2.35, 1200]],
    [
      '$floor, $ceil, $trunc, $abs',
      [{ $floor: -1.5 }, { $ceil: -1.5 }, { $trunc: -1.7 }, { $abs: -3 }],
      [-2, -1, -1, 3]
    ],
    ['comparison across types', [{ $lt: [1, 'a'] }, { $eq: [1, 1.0] }, { $cmp: [2, 1] }], [true, true, 1]],
    ['$and, $or, $not', [{ $and: [1, true] }, { $or: [0, null] }, { $not: [0] }], [true, false, true]],
    ['$ifNull takes the first that is there', { $ifNull: [null, '$zz', 5] }, 5],
    [
      'arrays',
      [
        { $size: [[1, 2]] },
        { $first: [[1, 2]] },
        { $last: [[1, 2]] },
        { $in: [1, [1, 2]] },
        { $isArray: '$zz' },
        { $max: [[1, 2]] }
      ],
      [2, 1, 2, true, false, 2]
    ],
    ['text', { $concat: ['a', 'b'] }, 'ab'],
    ['one moment as now', { $subtract: ['$$NOW', '$$NOW'] }, 0],
    ['the whole document', '$$ROOT._id', 1],
    ['a literal', { $literal: '$a' }, '$a'],
    [
      'dates in UTC',
      [
        { $year: march },
        { $month: march },
        { $dayOfMonth: march },
        { $hour: march },
        { $dayOfWeek: march },
        { $dayOfYear: march }
      ],
      [2024, 3, 31, 0, 1, 91]
    ],
    [
      'dates in a zone, across the change of clocks',
      [
        { $hour: { date: march, timezone: zone } },
        { $hour: { date: at('2024-03-31T01:30:00Z'), timezone: zone } },
        { $hour: { date: march, timezone: '-03:30' } }
      ],
      [1, 3, 21]
    ],
    [
      'ISO weeks',
      [
        { $isoWeek: at('2024-12-30T00:00:00Z') },
        { $isoWeekYear: at('2024-12-30T00:00:00Z') },
        { $isoDayOfWeek: march }
      ],
      [1, 2025, 7]
    ],
    [
      '$dateTrunc by day in a zone',
      { $dateTrunc: { date: at('2024-03-31T22:30:00Z'), unit: 'day', timezone: zone } },
      at('2024-03-31T22:00:00Z')
    ],
    [
      '$dateTrunc by hour, week and month',
      [
        { $dateTrunc: { date: march, unit: 'hour' } },
        { $dateTrunc: { date: march, unit: 'week', startOfWeek: 'monday' } },
        { $dateTrunc: { date: march, unit: 'month' } },
        { $dateTrunc: { date: march, unit: 'minute', binSize: 20 } }
      ],
      [at('2024-03-31T00:00:00Z'), at('2024-03-25T00:00:00Z'), at('2024-03-01T00:00:00Z'), at('2024-03-31T00:20:00Z')]
    ],
    [
      '$dateToString',
      { $dateToString: { date: march, format: '%Y-%m-%d %H:%M:%S.%L %z', timezone: zone } },
      '2024-03-31 01:30:00.000 +0100'
    ],
    [
      '$dateTrunc by hour keeps apart the hours that clocks show twice',
      ['2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z'].map(text => ({
        $dateTrunc: { date: at(text), unit: 'hour', timezone: zone }
      })),
      [at('2024-10-27T00:00:00Z'), at('2024-10-27T01:00:00Z')]
    ],
    [
      '$dateTrunc by day and month across the change of clocks, on both sides of the Atlantic',
      [
        { $dateTrunc: { date: at('2024-11-03T23:30:00Z'), unit: 'day', timezone: 'America/New_York' } },
        { $dateTrunc: { date: at('2024-03-31T10:00:00Z'), unit: 'month', timezone: zone } },
        { $dateTrunc: { date: at('2024-03-31T10:00:00Z'), unit: 'hour', binSize: 2, timezone: '+0530' } }
      ],
      [at('2024-11-03T04:00:00Z'), at('2024-02-29T23:00:00Z'), at('2024-03-31T08:30:00Z')]
    ],
    [
      'a null argument makes a date null',
      [{ $hour: { date: march, timezone: null } }, { $dateToString: { date: march, format: '$zz' } }],
      [null, null]
    ]
  ]
  test.each(cases)('%s', async (_title, expression, value) => {
    const collection = await collectionOf({ _id: 1 })
    const [row]: Row[] = await collection.aggregate([{ $project: { _id: 0, value: expression } }]).toArray()
    expect(row.value).toEqual(value)
  })
})

test.each([
  [{ $foo: 1 }, 40324],
  [{ $match: 1 }, 15959],
  [{ $sort: {} }, 15976],
  [{ $skip: -1 }, 5107200],
  [{ $limit: 1.5 }, 5107201],
  [{ $limit: 0 }, 15958],
  [{ $project: {} }, 51272],
  [{ $project: { a: 1, b: 0 } }, 31254],
  [{ $project: { a: { $foo: 1 } } }, 31325],
  [{ $addFields: {} }, 40177],
  [{ $addFields: { a: 1, 'a.b': 1 } }, 40176],
  [{ $group: { a: { $sum: 1 } } }, 15955],
  [{ $group: { _id: 1, a: { $foo: 1 } } }, 15952],
  [{ $group: { _id: 1, a: { $sum: { $foo: 1 } } } }, 168],
  [{ $group: { _id: 1, 'a.b': { $sum: 1 } } }, 40235],
  [{ $unwind: 'a' }, 28818],
  [{ $unwind: { path: '$a', includeArrayIndex: '$b' } }, 28822],
  [{ $unwind: { path: '$a', preserveNullAndEmptyArrays: 1 } }, 28809],
  [{ $count: '$a' }, 40158],
  [{ $count: '\0' }, 40159],
  [{ $unwind: '$\0' }, 16411],
  [{ $facet: { a: 1 } }, 40170],
  [{ $facet: { 'a.b': [] } }, 40161],
  [{ $bucket: { groupBy: '$a', boundaries: [1, 'x'] } }, 40193],
  [{ $bucket: { groupBy: '$a', boundaries: [2, 1] } }, 40194],
  [{ $bucket: { groupBy: '$a', boundaries: [1, 5], default: 3 } }, 40199],
  [{ $bucket: { groupBy: 'a', boundaries: [1, 2] } }, 40202],
  [{ $lookup: { from: 'x', as: 'y' } }, 9],
  [{ $addFields: { a: { $divide: [1, 0] } } }, 2],
  [{ $addFields: { a: { $add: ['x', 1] } } }, 14],
  [{ $addFields: { a: { $add: [new Date(8.64e15), 1] } } }, 15],
  [{ $addFields: { a: { $abs: Long.MIN_VALUE } } }, 28680],
  [{ $addFields: { a: { $round: [Long.MAX_VALUE, -1] } } }, 51080],
  [{ $addFields: { a: { $size: 1 } } }, 17124],
  [{ $addFields: { a: { $cond: { if: 1, else: 1 } } } }, 17081],
  [{ $addFields: { a: '$$x' } }, 17276],
  [{ $addFields: { a: { $dateTrunc: { date: '$$NOW', unit: 'x' } } } }, 9],
  [{ $addFields: { a: { $dateTrunc: { date: '$$NOW', unit: 'week', startOfWeek: 'x' } } } }, 9],
  [{ $addFields: { a: { $hour: { date: '$$NOW', timezone: 'Nowhere' } } } }, 40485],
  [{ $addFields: { a: { $dateToString: { date: '$$NOW', format: '%q' } } } }, 18536]
] as [Row, number][])('the stage %j is refused', async (stage, code) => {
  const collection = await collectionOf({ _id: 1 })
  expect(await codeOf(collection.aggregate([stage]).toArray())).toBe(code)
})

test('$lookup finds a pattern as a value, null for a missing field, and nothing for an empty array', async () => {
  const others = await collectionOf({ _id: 1, r: 'abc' }, { _id: 2, r: /a/ }, { _id: 3 })
  const collection = await collectionOf({ _id: 1, k: /a/ }, { _id: 2 }, { _id: 3, k: [] })
  const join = { $lookup: { from: others.collectionName, localField: 'k', foreignField: 'r', as: 'm' } }
  const rows = await collection.aggregate([join, { $project: { m: '$m._id' } }]).toArray()
  expect(rows.map(row => row.m)).toEqual([[2], [3], []])
})

test('explain tells the index of the first stage', async () => {
  const collection = await collectionOf(...sales)
  await collection.createIndex({ shop: 1 })
  expect(JSON.stringify(await collection.aggregate([{ $match: { shop: 'a' } }]).explain())).toContain('shop_1')
  expect(database().databaseName).toBe('contract_aggregation')
})
