import { hash } from 'node:crypto'
import { type InboundMessage, type OperationBody, postMessage, postStatus, uploadMedia } from '@inbox/contracts'
import { route, startHttpServer } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'

interface Uploaded {
  name: string | undefined
  mimeType: string
  bytes: Buffer
}

/** A channel-ingest that remembers what it is told, and on demand refuses certain senders or is away. */
export async function startIngestDouble() {
  const messages: InboundMessage[] = []
  const statuses: OperationBody<typeof postStatus>[] = []
  const files = new Map<string, Uploaded>()
  const unwanted = new Set(['refused@example.org'])
  let away = false
  let refused = 0
  const refuse = () => {
    refused += 1
    return null
  }
  const http = await startHttpServer({
    ...{ port: 0, host: '127.0.0.1', notReady: () => [], logger: createLogger('ingest', 'silent') },
    authenticate: async (_authorization, _address, headers = {}) =>
      away ? refuse() : { kind: 'channel', id: String(headers['x-channel-id']) },
    routes: [
      route(postMessage, async ({ body }) => {
        if (unwanted.has(body.contact.id)) return reject('unprocessable', 'Not this one')
        messages.push(body)
        return ok({ id: `msg_${messages.length}` })
      }),
      route(postStatus, async ({ body }) => {
        statuses.push(body)
        return ok(undefined)
      }),
      route(uploadMedia, async ({ request, query }) => {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk as Buffer)
        const id = `file-${files.size + 1}`
        const mimeType = request.headers['content-type'] ?? ''
        const bytes = Buffer.concat(chunks)
        files.set(id, { name: query.name, mimeType, bytes })
        return ok({ id, mimeType, size: bytes.length, sha256: hash('sha256', bytes) })
      })
    ]
  })
  return {
    ...{ url: http.url, messages, statuses, files, unwanted },
    refused: () => refused,
    setAway(value: boolean) {
      away = value
    },
    [Symbol.asyncDispose]: () => http[Symbol.asyncDispose]()
  }
}
