import type { IncomingMessage } from 'node:http'

const bodies = new WeakMap<IncomingMessage, Buffer>()

/** Keeps the bytes of a parsed body: for passing it on, and for signatures over it. */
export const keepRawBody = (request: IncomingMessage, _response: unknown, body: Buffer): void => {
  bodies.set(request, body)
}

/** The body as it came (decompressed); undefined if there was none. */
export const rawBodyOf = (request: IncomingMessage): Buffer | undefined => bodies.get(request)
