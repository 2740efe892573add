import type { Doc } from '../values/bson.ts'
import { decode } from '../values/decode.ts'
import { encode } from '../values/encode.ts'
import { fail } from '../values/errors.ts'

const opReply = 1
const opQuery = 2004
const opMsg = 2013
const headerSize = 16
const checksumPresent = 1
const moreToCome = 2
const maxMessageBytes = 48_000_000

/** A request: an OP_MSG, or the legacy OP_QUERY with which every driver says hello. */
export type Message = { requestId: number; legacy: boolean; request: Doc; wantsReply: boolean }

/** The length of the message at the start of `buffer`, which holds at least 4 bytes. Throws 16 if impossible. */
export function messageLength(buffer: Buffer): number {
  const length = buffer.readInt32LE(0)
  if (length < headerSize || length > maxMessageBytes) fail(16, `message of ${length} bytes is outside the limits`)
  return length
}

export const requestIdOf = (buffer: Buffer): number => buffer.readInt32LE(4)

/** Reads one whole message. Throws 257 and 16 if it is not a message, other codes for its content. */
export function readMessage(buffer: Buffer): Message {
  const requestId = requestIdOf(buffer)
  const kind = buffer.readInt32LE(12)
  if (kind === opMsg) return readOpMsg(buffer, requestId)
  if (kind !== opQuery) fail(257, `unsupported message kind ${kind}`)
  const nameEnd = buffer.indexOf(0, headerSize + 4)
  const request = decode(buffer, nameEnd + 1 + 8)
  const [command = ''] = Object.keys(request)
  if (!/^(hello|ismaster)$/i.test(command)) fail(352, `Unsupported OP_QUERY command: ${command}`)
  request.$db ??= buffer.toString('utf8', headerSize + 4, nameEnd).split('.')[0]
  return { requestId, legacy: true, request, wantsReply: true }
}

function readOpMsg(buffer: Buffer, requestId: number): Message {
  const flags = buffer.readUInt32LE(headerSize)
  if ((flags & 0xffff & ~(checksumPresent | moreToCome)) !== 0) fail(257, 'OP_MSG with unknown required flags')
  const end = buffer.length - (flags & checksumPresent ? 4 : 0)
  let request: Doc | undefined
  const sequences: [string, Doc[]][] = []
  let at = headerSize + 4
  while (at < end) {
    const section = buffer[at++]
    const size = buffer.readInt32LE(at)
    if (size < 5 || at + size > end) fail(22, 'OP_MSG section beyond the message')
    if (section === 0 && request) fail(40430, 'Multiple body sections in message')
    if (section === 0) request = decode(buffer, at)
    else if (section === 1) sequences.push(readSequence(buffer.subarray(at, at + size)))
    else fail(257, `unknown OP_MSG section ${section}`)
    at += size
  }
  if (!request) return fail(257, 'OP_MSG without a body')
  for (const [name, documents] of sequences) {
    if (name in request) fail(40433, `Duplicate field between body and document sequence ${name}`)
    request[name] = documents
  }
  if (request.$db === undefined) fail(40571, 'OP_MSG requests require a $db argument')
  if (typeof request.$db !== 'string') fail(14, "The '$db' field must be a string")
  return { requestId, legacy: false, request, wantsReply: (flags & moreToCome) === 0 }
}

function readSequence(buffer: Buffer): [string, Doc[]] {
  const nameEnd = buffer.indexOf(0, 4)
  const documents: Doc[] = []
  for (let at = nameEnd + 1; at < buffer.length; at += buffer.readInt32LE(at)) documents.push(decode(buffer, at))
  return [buffer.toString('utf8', 4, nameEnd), documents]
}

let lastId = 0

/** The bytes of a reply to `message`. */
export function writeReply(message: Omit<Message, 'request'>, reply: Doc): Buffer {
  const body = encode(reply)
  const before = message.legacy ? 20 : 5
  const buffer = Buffer.allocUnsafe(headerSize + before + body.length)
  lastId = (lastId + 1) & 0x7fffffff
  buffer.writeInt32LE(buffer.length, 0)
  buffer.writeInt32LE(lastId, 4)
  buffer.writeInt32LE(message.requestId, 8)
  buffer.writeInt32LE(message.legacy ? opReply : opMsg, 12)
  buffer.fill(0, headerSize, headerSize + before)
  if (message.legacy) {
    buffer.writeInt32LE(8, headerSize)
    buffer.writeInt32LE(1, headerSize + 16)
  }
  buffer.set(body, headerSize + before)
  return buffer
}
