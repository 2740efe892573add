import { describe, expect, test } from '@jest/globals'
import { Binary, BSON, Decimal128, type Doc, Double, MaxKey, MinKey, ObjectId } from './bson.ts'
import { compare, identical } from './compare.ts'
import { decode } from './decode.ts'
import { emptyArray, inverted, keyOf } from './key-string.ts'

const decimal = (text: string) => Decimal128.fromString(text)
const document = (fields: Doc): Doc => decode(BSON.serialize(fields))

/** Groups of equal values, in ascending order. */
const ordered: unknown[][] = [
  [new MinKey()],
  [emptyArray],
  [null, undefined],
  [Number.NaN, decimal('NaN')],
  [-Infinity, decimal('-Infinity')],
  [decimal('-1E+400')],
  [-1.7976931348623157e308],
  [-(2n ** 63n)],
  [-9007199254740993n],
  [-9007199254740992n, -9007199254740992],
  [-1, -1n, new Double(-1), decimal('-1.0')],
  [-5e-324],
  [decimal('-1E-400')],
  [0, -0, 0n, decimal('0E+10')],
  [decimal('1E-400')],
  [5e-324],
  [decimal('0.1')],
  [0.1],
  [0.5, decimal('0.50')],
  [1, 1n, new Double(1), decimal('1')],
  [decimal('1.000000000000000000000000000000001')],
  [2 ** 53, 2n ** 53n],
  [2n ** 53n + 1n, decimal('9007199254740993')],
  [2n ** 63n - 1n],
  [2 ** 63],
  [1e300],
  [decimal('1E+400')],
  [Infinity, decimal('Infinity')],
  [''],
  ['\0'],
  ['\0\0'],
  ['\x01'],
  ['a'],
  ['a\0'],
  ['a\0b'],
  ['a\x01'],
  ['ab'],
  ['\ud7ff'],
  ['\ue000'],
  ['\uffff'],
  ['\u{10000}'],
  ['\u{10ffff}'],
  [document({})],
  [document({ a: 1 })],
  [document({ a: 1, b: 1 })],
  [document({ b: 1 })],
  [document({ a: 'x' })],
  [[]],
  [[1]],
  [[1, 1]],
  [[2]],
  [new Binary(Buffer.from('zz'))],
  [new Binary(Buffer.from('aa'), 4)],
  [new Binary(Buffer.from('aaa'))],
  [new ObjectId('000000000000000000000000')],
  [new ObjectId('00ff00000000000000000000')],
  [false],
  [true],
  [new Date(-8.64e15)],
  [new Date(-1)],
  [new Date(0)],
  [new Date(8.64e15)],
  [new MaxKey()]
]

describe('a key string', () => {
  const flat = ordered.flatMap((group, rank) => group.map(value => ({ value, rank, key: keyOf(value) })))

  const pairs = flat.flatMap(a => flat.map(b => ({ a, b, order: a.key < b.key ? -1 : Number(a.key > b.key) })))

  test('orders values as MongoDB does, and is the same for equal values', () => {
    expect(pairs.filter(({ a, b, order }) => order !== Math.sign(a.rank - b.rank))).toEqual([])
    expect(pairs.filter(({ a, b, order }) => order !== Math.sign(compare(a.value, b.value)))).toEqual([])
  })

  test('consists of bytes and is never a prefix of another, so keys can be joined; inverted, it orders descending', () => {
    const different = pairs.filter(({ order }) => order !== 0)
    expect(different.filter(({ a, b }) => a.key.startsWith(b.key))).toEqual([])
    expect(different.filter(({ a, b, order }) => inverted(a.key) < inverted(b.key) !== order > 0)).toEqual([])
    expect(flat.filter(({ key }) => inverted(inverted(key)) !== key || !/^[\0-\xff]*$/.test(key))).toEqual([])
  })
})

test('identical values also have the same types', () => {
  expect(identical(1, 1n)).toBe(false)
  expect(identical(new Double(1), new Double(1))).toBe(true)
  expect(identical(document({ a: 1, b: 2 }), document({ b: 2, a: 1 }))).toBe(false)
  expect(identical([document({ a: new Date(1) })], [document({ a: new Date(1) })])).toBe(true)
  expect(identical(decimal('1.0'), decimal('1'))).toBe(false)
})
