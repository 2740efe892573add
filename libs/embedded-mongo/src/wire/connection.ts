import type { Socket } from 'node:net'
import type { Doc } from '../values/bson.ts'
import { errorReply, MongoError } from '../values/errors.ts'
import { type Message, messageLength, readMessage, requestIdOf, writeReply } from './message.ts'

const maxUnsentBytes = 64 * 1024 * 1024

/**
 * Answers each message of a connection, in order. `reply` may call back later, but in the order it was called.
 * A damaged document is answered with an error; what is no message ends the connection.
 */
export function serve(
  socket: Socket,
  reply: (request: Doc, answer: (reply: Doc) => void) => void,
  onError: (error: unknown) => void
): void {
  const send = (message: Omit<Message, 'request'>, body: Doc) => {
    if (!message.wantsReply || socket.destroyed) return
    socket.write(encoded(message, body))
    if (socket.writableLength > maxUnsentBytes) socket.pause()
  }
  const read = cutMessages(bytes => {
    try {
      const message = readMessage(bytes)
      reply(message.request, body => send(message, body))
    } catch (error) {
      if (!(error instanceof MongoError) || error.code !== 22) throw error
      send({ requestId: requestIdOf(bytes), legacy: false, wantsReply: true }, errorReply(error))
    }
  })
  socket.setNoDelay(true)
  socket.on('drain', () => socket.resume())
  socket.on('error', () => socket.destroy())
  socket.on('data', chunk => {
    try {
      read(chunk)
    } catch (error) {
      onError(error)
      socket.destroy()
    }
  })
}

/** Collects chunks, which may hold pieces of messages or several, and hands on each whole message. */
function cutMessages(onMessage: (bytes: Buffer) => void): (chunk: Buffer) => void {
  let unread: Buffer[] = []
  let unreadBytes = 0
  let needed = 4
  return chunk => {
    unread.push(chunk)
    unreadBytes += chunk.length
    if (unreadBytes < needed) return
    let buffer = unread.length === 1 ? chunk : Buffer.concat(unread)
    for (let length = messageLength(buffer); ; length = messageLength(buffer)) {
      needed = length ?? 4
      if (length === undefined || buffer.length < length) break
      onMessage(buffer.subarray(0, length))
      buffer = buffer.subarray(length)
    }
    unread = [buffer]
    unreadBytes = buffer.length
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
