import { addressOf, exchangeBytes } from './exchange-bytes.ts'

const OP_MSG = 2013

export type BsonValue = string | number | boolean | BsonValue[] | { [key: string]: BsonValue }

const int32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function element(key: string, value: BsonValue): Buffer {
  const named = (type: number, body: Buffer) => Buffer.concat([Buffer.of(type), Buffer.from(`${key}\0`), body])
  if (typeof value === 'number') return named(0x10, int32(value))
  if (typeof value === 'boolean') return named(0x08, Buffer.of(value ? 1 : 0))
  if (typeof value === 'object') return named(Array.isArray(value) ? 0x04 : 0x03, bson(value))
  const text = Buffer.from(`${value}\0`)
  return named(0x02, Buffer.concat([int32(text.length), text]))
}

/** A BSON document, limited to the types that these commands need; numbers are 32-bit integers. */
function bson(fields: object): Buffer {
  const content = Buffer.concat(Object.entries(fields).map(([key, value]) => element(key, value)))
  return Buffer.concat([int32(content.length + 5), content, Buffer.of(0)])
}

/** Whether the BSON of an answer contains the field: type byte, name, value. */
const holds = (answer: Buffer, type: number, name: string, value: Buffer) =>
  answer.includes(Buffer.concat([Buffer.of(type), Buffer.from(`${name}\0`), value]))

const one = Buffer.alloc(8)
one.writeDoubleLE(1)

export interface MongoAnswer {
  ok: boolean
  writable: boolean
}

/**
 * One command over a connection of its own (the driver belongs to libs/storage), unauthenticated: on a server that
 * requires authentication, only `hello` answers `ok`.
 */
export async function mongoCommand(
  url: string,
  database: string,
  command: { [key: string]: BsonValue }
): Promise<MongoAnswer> {
  const body = bson({ ...command, $db: database })
  const head = Buffer.concat([int32(21 + body.length), int32(1), int32(0), int32(OP_MSG), int32(0), Buffer.of(0)])
  const answer = await exchangeBytes(addressOf(url, 27017), Buffer.concat([head, body]), received =>
    received.length >= 4 && received.length >= received.readInt32LE(0) ? received : undefined
  )
  return {
    ok: holds(answer, 0x01, 'ok', one) || holds(answer, 0x10, 'ok', int32(1)),
    writable: holds(answer, 0x08, 'isWritablePrimary', Buffer.of(1))
  }
}
