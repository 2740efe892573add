import { describe, expect, test } from '@jest/globals'
import {
  Binary,
  BSON,
  BSONRegExp,
  Decimal128,
  type Doc,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp
} from './bson.ts'
import { decode } from './decode.ts'
import { encode } from './encode.ts'
import { MongoError } from './errors.ts'

const everything: Doc = {
  _id: new ObjectId('0123456789abcdef01234567'),
  int: 1,
  double: new Double(2),
  fraction: 1.5,
  zero: -0,
  long: Long.fromString('9223372036854775807'),
  decimal: Decimal128.fromString('1.50'),
  text: 'é\u0000😀',
  list: [1, [2, { a: null }]],
  inner: { constructor: 1, toString: 2 },
  binary: new Binary(Buffer.from([1, 2, 3]), 128),
  old: new Binary(Buffer.from([1, 2]), 2),
  yes: true,
  at: new Date(1234),
  pattern: new BSONRegExp('^a', 'im'),
  stamp: new Timestamp({ t: 5, i: 6 }),
  min: new MinKey(),
  max: new MaxKey()
}

describe('decode', () => {
  test('returns every byte of every type', () => {
    const bytes = BSON.serialize(everything)
    expect(Buffer.from(encode(decode(bytes)))).toEqual(Buffer.from(bytes))
  })

  test('keeps field names of Object.prototype as fields', () => {
    const bytes = BSON.serialize(Object.defineProperty({}, '__proto__', { value: { a: 1 }, enumerable: true }))
    const decoded = decode(bytes)
    expect(Object.keys(decoded)).toEqual(['__proto__'])
    expect(decoded.constructor).toBeUndefined()
  })

  test('refuses every truncation and survives every changed byte', () => {
    const bytes = Buffer.from(BSON.serialize(everything))
    for (let i = 0; i < bytes.length; i++) {
      expect(() => decode(bytes.subarray(0, i))).toThrow(MongoError)
      const changed = Buffer.from(bytes)
      changed[i] = changed[i]! ^ 0xff
      try {
        decode(changed)
      } catch (error) {
        expect([i, error]).toEqual([i, expect.any(MongoError)])
      }
    }
  })

  test('refuses deep nesting and deprecated types', () => {
    let deep: Doc = {}
    for (let i = 0; i < 200; i++) deep = { deep }
    expect(() => decode(BSON.serialize(deep))).toThrow(/nesting/)
    expect(() => decode(BSON.serialize({ code: new BSON.Code('1') }))).toThrow(/type 13/)
  })
})
