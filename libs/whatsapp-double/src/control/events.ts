import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Double } from '../state/double.ts'
import type { ChatChange } from '../state/world.ts'

/** Streams which chats change, as it happens, as server-sent events. */
export function streamChanges({ world }: Double, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': open\n\n')
  const tell = (change: ChatChange) => response.write(`data: ${JSON.stringify(change)}\n\n`)
  world.listeners.add(tell)
  request.once('close', () => world.listeners.delete(tell))
}
