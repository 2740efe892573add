import {
  Binary,
  BSONRegExp,
  Decimal128,
  type Doc,
  Document,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp
} from './bson.ts'
import { fail, MongoError } from './errors.ts'

const maxDepth = 180
const slots = 8192
const maxShared = 32
/** Names and short texts repeat in every document, so equal ones share a string, found by a hash of its bytes. */
const shared: (string | undefined)[] = new Array(slots).fill(undefined)

let bytes: Buffer = Buffer.alloc(0)
let at = 0
let depth = 0

/** Reads one BSON document at `start`. Throws 22 on damaged bytes and on types that MongoDB itself deprecates. */
export function decode(buffer: Uint8Array, start = 0): Doc {
  bytes = Buffer.isBuffer(buffer) ? buffer : Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  at = start
  depth = 0
  try {
    return readDocument()
  } catch (error) {
    if (error instanceof MongoError) throw error
    return fail(22, `invalid BSON: ${(error as Error).message}`)
  }
}

function readDocument(): Doc {
  const end = enter()
  const document = new Document()
  for (let type = bytes[at++]; type !== 0; type = bytes[at++]) {
    const name = readName()
    document[name] = readValue(type!, name)
  }
  return leave(end, document)
}

function readArray(): unknown[] {
  const end = enter()
  const array: unknown[] = []
  for (let type = bytes[at++]; type !== 0; type = bytes[at++]) {
    while (bytes[at++] !== 0) if (at > end) fail(22, 'invalid BSON: array index without end')
    array.push(readValue(type!, ''))
  }
  return leave(end, array)
}

function enter(): number {
  const size = bytes.readInt32LE(at)
  const end = at + size
  if (size < 5 || end > bytes.length) fail(22, 'invalid BSON: wrong document size')
  if (++depth > maxDepth) fail(15, `document exceeds the maximum nesting depth of ${maxDepth}`)
  at += 4
  return end
}

function leave<T>(end: number, value: T): T {
  if (at !== end) fail(22, 'invalid BSON: document does not end where its size says')
  depth--
  return value
}

function readName(): string {
  const start = at
  let hash = 0
  for (let byte = bytes[at]; byte !== 0; byte = bytes[++at]) {
    if (byte === undefined) fail(22, 'invalid BSON: field name without end')
    hash = (hash * 31 + byte!) | 0
  }
  const name = sharedText(start, at++, hash)
  if (name === '_bsontype') fail(22, "the field name '_bsontype' is not allowed")
  return name
}

function sharedText(start: number, end: number, hash: number): string {
  const slot = hash & (slots - 1)
  const known = shared[slot]
  if (known !== undefined && known.length === end - start && sameBytes(known, start)) return known
  const text = bytes.toString('utf8', start, end)
  if (end - start <= maxShared) shared[slot] = text
  return text
}

function sameBytes(text: string, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false
  return true
}

function readValue(type: number, name: string): unknown {
  switch (type) {
    case 1:
      return readDouble()
    case 2:
      return readString()
    case 3:
      return readDocument()
    case 4:
      return readArray()
    case 5:
      return readBinary()
    case 7:
      return new ObjectId(take(12))
    case 8:
      return bytes.readUInt8(at++) === 1
    case 9:
      return readDate()
    case 10:
      return null
    case 11:
      return new BSONRegExp(readPlain(), readPlain())
    case 16:
      at += 4
      return bytes.readInt32LE(at - 4)
    case 17:
      return readTimestamp()
    case 18:
      at += 8
      return bytes.readBigInt64LE(at - 8)
    case 19:
      return new Decimal128(take(16))
    case 127:
      return new MaxKey()
    case 255:
      return new MinKey()
    default:
      return fail(22, `BSON type ${type} of field '${name}' is not supported`)
  }
}

function readDouble(): unknown {
  const value = bytes.readDoubleLE(at)
  at += 8
  return (value | 0) === value && !Object.is(value, -0) ? new Double(value) : value
}

function readString(): string {
  const length = bytes.readInt32LE(at)
  const start = at + 4
  at = start + length
  if (length < 1 || at > bytes.length || bytes[at - 1] !== 0) fail(22, 'invalid BSON: wrong string size')
  if (length > maxShared) return bytes.toString('utf8', start, at - 1)
  let hash = 0
  for (let i = start; i < at - 1; i++) hash = (hash * 31 + bytes[i]!) | 0
  return sharedText(start, at - 1, hash)
}

function readPlain(): string {
  const end = bytes.indexOf(0, at)
  if (end < 0) fail(22, 'invalid BSON: text without end')
  const text = bytes.toString('utf8', at, end)
  at = end + 1
  return text
}

/** A copy: a view would keep the whole network message in memory. */
function take(length: number): Buffer {
  if (at + length > bytes.length) fail(22, 'invalid BSON: value beyond the end')
  const copy = Buffer.from(bytes.subarray(at, at + length))
  at += length
  return copy
}

function readBinary(): unknown {
  const length = bytes.readInt32LE(at)
  const subtype = bytes.readUInt8(at + 4)
  at += 5
  if (length < 0) fail(22, 'invalid BSON: negative binary size')
  if (subtype !== 2) return new Binary(take(length), subtype)
  at += 4
  return new Binary(take(length - 4), subtype)
}

function readTimestamp(): unknown {
  const i = bytes.readUInt32LE(at)
  const t = bytes.readUInt32LE(at + 4)
  at += 8
  return new Timestamp({ t, i })
}

function readDate(): Date {
  const date = new Date(Number(bytes.readBigInt64LE(at)))
  at += 8
  if (Number.isNaN(date.getTime())) fail(22, 'dates beyond the year 275760 are not supported')
  return date
}
