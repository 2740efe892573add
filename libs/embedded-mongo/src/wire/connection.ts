import type { Socket } from 'node:net'
import type { Doc } from '../values/bson.ts'
import { errorReply, MongoError } from '../values/errors.ts'
import { type Message, messageLength, readMessage, requestIdOf, writeReply } from './message.ts'

const maxUnsentBytes = 64 * 1024 * 1024

/**
 * Cuts the stream into messages and answers each, in order. `reply` may call back later, but in the order it was called.
 * A damaged document is answered with an error; what is no message ends the connection.
 */
export function serve(
  socket: Socket,
  reply: (request: Doc, answer: (reply: Doc) => void) => void,
  onError: (error: unknown) => void
): void {
  let unread: Buffer[] = []
  let unreadBytes = 0
  let needed = 4

  const send = (message: Omit<Message, 'request'>, body: Doc) => {
    if (!message.wantsReply || socket.destroyed) return
    socket.write(encoded(message, body))
    if (socket.writableLength > maxUnsentBytes) socket.pause()
  }
  const answer = (bytes: Buffer) => {
    try {
      const message = readMessage(bytes)
      reply(message.request, body => send(message, body))
    } catch (error) {
      if (!(error instanceof MongoError) || error.code !== 22) throw error
      send({ requestId: requestIdOf(bytes), legacy: false, wantsReply: true }, errorReply(error))
    }
  }
  const readAll = () => {
    let buffer = unread.length === 1 ? unread[0]! : Buffer.concat(unread)
    for (let length = messageLength(buffer); ; length = messageLength(buffer)) {
      needed = length ?? 4
      if (length === undefined || buffer.length < length) break
      answer(buffer.subarray(0, length))
      buffer = buffer.subarray(length)
    }
    unread = [buffer]
    unreadBytes = buffer.length
  }

  socket.setNoDelay(true)
  socket.on('drain', () => socket.resume())
  socket.on('error', () => socket.destroy())
  socket.on('data', chunk => {
    unread.push(chunk)
    unreadBytes += chunk.length
    if (unreadBytes < needed) return
    try {
      readAll()
    } catch (error) {
      onError(error)
      socket.destroy()
    }
  })
}

/** A reply that is too large becomes an error. */
function encoded(message: Omit<Message, 'request'>, body: Doc): Buffer {
  try {
    return writeReply(message, body)
  } catch (error) {
    return writeReply(message, errorReply(error))
  }
}
