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
      [{ $match: { n: { $gt: 0 } } }, { $sort: { n: 1 } }, { $skip: 1 }, { $limit: 1 }],
      [sales[1]!]
    ],
    [
      '$group with totals',
      [
        { $group: { _id: '$shop', total: { $sum: '$n' }, high: { $max: '$price' }, count: { $sum: 1 } } },
        { $sort: { _id: 1 } }
      ],
      [
        { _id: 'a', total: 6, high: 4, count: 2 },
        { _id: 'b', total: 2, high: 10, count: 1 },
        { _id: 'c', total: 0, high: 0, count: 1 }
      ]
    ],
    [
      '$group of everything, with the last',
      [{ $sort: { _id: 1 } }, { $group: { _id: null, last: { $last: '$n' }, shop: { $last: '$shop' } } }],
      [{ _id: null, last: null, shop: 'c' }]
    ],
    [
      '$group by a document',
      [
        { $match: { shop: 'a' } },
        {
          $group: {
            _id: { s: '$shop', year: { $dateToString: { date: '$at', format: '%Y' } } },
            n: { $sum: { $cond: [{ $gt: ['$n', 3] }, '$price', 0] } }
          }
        }
      ],
      [{ _id: { s: 'a', year: '2024' }, n: 1.5 }]
    ]
  ]
  test.each(cases)('%s', async (_title, pipeline, result) => {
    const collection = await collectionOf(...sales)
    expect(await collection.aggregate(pipeline).toArray()).toEqual(result)
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual(sales)
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
})

describe('an expression', () => {
  const zone = 'Europe/Zurich'
  const march = at('2024-03-31T00:30:00Z')
  const cases: [string, unknown, unknown][] = [
    ['$subtract of dates', { $subtract: [at('2024-01-01T00:00:01Z'), at('2024-01-01T00:00:00Z')] }, 1000],
    ['$subtract from a date', { $subtract: [march, 1000] }, at('2024-03-31T00:29:59Z')],
    ['arithmetic with null', { $subtract: [1, null] }, null],
    ['$divide', { $divide: [7, 2] }, 3.5],
    ['$divide of decimals is exact', { $divide: [Decimal128.fromString('0.3'), 3] }, Decimal128.fromString('0.1')],
    ['$floor', [{ $floor: -1.5 }, { $floor: 1.5 }, { $floor: 3 }, { $floor: { $divide: [7, 2] } }], [-2, 1, 3, 3]],
    ['$floor of a decimal', { $floor: Decimal128.fromString('-1.5') }, Decimal128.fromString('-2')],
    ['comparison across types', [{ $lt: [1, 'a'] }, { $eq: [1, 1.0] }, { $ne: [2, 1] }], [true, true, true]],
    ['a missing value is less than null', [{ $lt: ['$zz', null] }, { $gte: ['$zz', 0] }], [true, false]],
    ['$and, $or, $not', [{ $and: [1, true] }, { $or: [0, null] }, { $not: [0] }], [true, false, true]],
    ['$ifNull takes the first value that exists', { $ifNull: [null, '$zz', 5] }, 5],
    ['$cond', [{ $cond: [1, 'a', 'b'] }, { $cond: [0, 'a', 'b'] }], ['a', 'b']],
    ['$in', [{ $in: [1, [1, 2]] }, { $in: [3, [1, 2]] }], [true, false]],
    [
      '$dateToString in a zone, across a clock change',
      [march, at('2024-03-31T01:30:00Z')].map(date => ({
        $dateToString: { date, format: '%Y-%m-%d %H:%M:%S.%L', timezone: zone }
      })),
      ['2024-03-31 01:30:00.000', '2024-03-31 03:30:00.000']
    ],
    [
      '$dateToString without format, and with an offset',
      [{ $dateToString: { date: march } }, { $dateToString: { date: march, format: '%d', timezone: '-03:30' } }],
      ['2024-03-31T00:30:00.000Z', '30']
    ],
    [
      'a null argument makes a date null',
      [
        { $dateToString: { date: march, timezone: null } },
        { $dateToString: { date: '$zz' } },
        { $dateToString: { date: null, onNull: 'none' } }
      ],
      [null, null, 'none']
    ]
  ]
  test.each(cases)('%s', async (_title, expression, value) => {
    const collection = await collectionOf({ _id: 1 })
    const [row]: Row[] = await collection.aggregate([{ $group: { _id: { value: expression } } }]).toArray()
    expect(row._id.value).toEqual(value)
  })
})

const grouped = (expression: unknown): Row => ({ $group: { _id: expression } })

test.each([
  [{ $foo: 1 }, 40324],
  [{ $match: {}, $limit: 1 }, 40323],
  [{ $match: 1 }, 15959],
  [{ $sort: {} }, 15976],
  [{ $skip: -1 }, 5107200],
  [{ $limit: 1.5 }, 5107201],
  [{ $limit: 0 }, 15958],
  [{ $group: { a: { $sum: 1 } } }, 15955],
  [{ $group: { _id: 1, a: { $foo: 1 } } }, 15952],
  [{ $group: { _id: 1, a: { $sum: { $foo: 1 } } } }, 168],
  [{ $group: { _id: 1, 'a.b': { $sum: 1 } } }, 40235],
  [grouped({ $foo: 1 }), 168],
  [grouped({ $subtract: [1] }), 16020],
  [grouped({ $subtract: ['x', 1] }), 14],
  [grouped({ $subtract: [new Date(8.64e15), -1] }), 15],
  [grouped({ $divide: [1, 0] }), 2],
  [grouped({ $floor: 'x' }), 28765],
  [grouped({ $in: [1, 1] }), 40081],
  [grouped({ $cond: [1, 2] }), 16020],
  [grouped('$$x'), 17276],
  [grouped('$\0'), 16411],
  [grouped({ $dateToString: { date: new Date(), timezone: 'Nowhere' } }), 40485],
  [grouped({ $dateToString: { date: new Date(), format: '%q' } }), 18536]
] as [Row, number][])('the stage %j is refused as MongoDB refuses it', async (stage, code) => {
  const collection = await collectionOf({ _id: 1 })
  expect(await codeOf(collection.aggregate([stage]).toArray())).toBe(code)
})

test('explain shows the index of the first stage', async () => {
  const collection = await collectionOf(...sales)
  await collection.createIndex({ shop: 1 })
  expect(JSON.stringify(await collection.aggregate([{ $match: { shop: 'a' } }]).explain())).toContain('shop_1')
  expect(database().databaseName).toBe('contract_aggregation')
})
