import type { Socket } from 'node:net'
import type { Doc } from '../values/bson.ts'
import { errorReply, MongoError } from '../values/errors.ts'
import { type Message, messageLength, readMessage, requestIdOf, writeReply } from './message.ts'

/** A client that leaves this much unread is not served until it has caught up. */
const maxUnsentBytes = 64 * 1024 * 1024
/** Codes for input that is not a message at all. */
const fatalCodes = [16, 257]

/**
 * Answers each message of a connection, in order. `reply` may call back later, but in the order it was called.
 * A message with a damaged document or without a command is answered with an error; input that is not a message
 * ends the connection.
 */
export function serve(
  socket: Socket,
  reply: (request: Doc, answer: (reply: Doc) => void) => void,
  onError: (error: unknown) => void
): void {
  const send = (message: Omit<Message, 'request'>, body: Doc) => {
    if (message.wantsReply && !socket.destroyed) socket.write(encoded(message, body))
  }
  const answer = (bytes: Buffer) => {
    try {
      const message = readMessage(bytes)
      reply(message.request, body => send(message, body))
    } catch (error) {
      if (!(error instanceof MongoError) || fatalCodes.includes(error.code)) throw error
      send({ requestId: requestIdOf(bytes), legacy: false, wantsReply: true }, errorReply(error))
    }
  }
  const messages = new MessageCutter()
  const work = (chunk?: Buffer) => {
    try {
      if (chunk) messages.push(chunk)
      while (socket.writableLength <= maxUnsentBytes) {
        const bytes = messages.next()
        if (!bytes) return
        answer(bytes)
      }
      socket.pause()
    } catch (error) {
      onError(error)
      socket.destroy()
    }
  }
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', work)
  socket.on('drain', () => {
    socket.resume()
    work()
  })
}

/** Takes chunks, which may contain parts of messages or several, and returns whole messages. */
class MessageCutter {
  #chunks: Buffer[] = []
  #bytes = 0
  #needed = 4

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
  }

  next(): Buffer | undefined {
    if (this.#bytes < this.#needed) return undefined
    const buffer = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    this.#needed = messageLength(buffer)
    const whole = buffer.length >= this.#needed
    const rest = whole ? buffer.subarray(this.#needed) : buffer
    const message = whole ? buffer.subarray(0, this.#needed) : undefined
    if (whole) this.#needed = 4
    this.#chunks = [rest]
    this.#bytes = rest.length
    return message
  }
}

/** A reply that is too large becomes an error. */
function encoded(message: Omit<Message, 'request'>, body: Doc): Buffer {
  try {
    return writeReply(message, body)
  } catch (error) {
    return writeReply(message, errorReply(error))
  }
}
