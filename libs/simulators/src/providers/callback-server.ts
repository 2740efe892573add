import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  id: string
  headers: IncomingHttpHeaders
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: checked by the tests, field by field
  body: any
}

interface Reply {
  status: number
  headers?: Record<string, string>
  body?: string
}

/** A double of an adapter for a channel of kind `api`: keeps what it receives, and answers as told, or not at all. */
export async function startCallbackServer() {
  const received: Received[] = []
  let answering: (request: Received) => Reply | 'silence' = () => ({ status: 204 })
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const one = { id: String(request.headers['webhook-id']), headers: request.headers, text, body: JSON.parse(text) }
    received.push(one)
    const reply = answering(one)
    if (reply !== 'silence') response.writeHead(reply.status, reply.headers).end(reply.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`,
    received,
    ids: () => received.map(({ id }) => id),
    answers(how: typeof answering) {
      answering = how
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}
export type CallbackServer = Awaited<ReturnType<typeof startCallbackServer>>
