import { addressOf, exchangeBytes } from './exchange-bytes.ts'

const OP_MSG = 2013

/** A flat BSON document of strings and 32-bit integers, which is all these commands need. */
function bson(fields: Record<string, string | number>): Buffer {
  const parts = Object.entries(fields).map(([key, value]) => {
    const name = Buffer.from(`${key}\0`)
    const body = Buffer.alloc(4)
    if (typeof value === 'number') {
      body.writeInt32LE(value)
      return Buffer.concat([Buffer.of(0x10), name, body])
    }
    const text = Buffer.from(`${value}\0`)
    body.writeInt32LE(text.length)
    return Buffer.concat([Buffer.of(0x02), name, body, text])
  })
  const content = Buffer.concat(parts)
  const length = Buffer.alloc(4)
  length.writeInt32LE(content.length + 5)
  return Buffer.concat([length, content, Buffer.of(0)])
}

/**
 * One command over a connection of its own (the driver belongs to libs/storage); answers whether it said `ok: 1`.
 * No sign-in: with credentials in the URL, MongoDB answers `ok: 0` to all but `hello`.
 */
export async function mongoCommand(url: string, database: string, command: Record<string, number>): Promise<boolean> {
  const body = bson({ ...command, $db: database })
  const head = Buffer.alloc(21)
  head.writeInt32LE(head.length + body.length, 0)
  head.writeInt32LE(1, 4)
  head.writeInt32LE(OP_MSG, 12)
  const answer = await exchangeBytes(addressOf(url, 27017), Buffer.concat([head, body]), received =>
    received.length >= 4 && received.length >= received.readInt32LE(0) ? received : undefined
  )
  const okField = answer.indexOf('\x01ok\0', 0, 'latin1')
  return okField > 0 && answer.readDoubleLE(okField + 4) === 1
}
