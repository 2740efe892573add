import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Got {
  method: string
  path: string
  headers: IncomingHttpHeaders
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: judged by the tests, field by field
  body: any
}
interface Reply {
  status: number
  json?: unknown
  text?: string
  type?: string
}
type Answer = (got: Got) => Reply | 'silence' | undefined

const APP_SECRET = 'app-secret-of-the-tests'
export const VERIFY_TOKEN = 'verify-token-of-the-tests'

/** Meta, channel-ingest and media at one address: the requests they got, and how they respond. */
export async function startSurroundings(number: string) {
  const got: Got[] = []
  let scripted: Answer = () => undefined
  let files = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const [path] = (request.url ?? '').split('?')
    const isJson = request.headers['content-type'] === 'application/json'
    const one = {
      method: request.method!,
      path: path!,
      headers: request.headers,
      text,
      body: isJson ? JSON.parse(text) : undefined
    }
    got.push(one)
    const reply = scripted(one) ?? usual(one)
    if (reply === 'silence') return
    response.writeHead(reply.status, { 'content-type': reply.type ?? 'application/json' })
    response.end(reply.text ?? JSON.stringify(reply.json ?? {}))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const usual = ({ method, path, body }: Got): Reply => {
    if (path === `/v24.0/${number}/messages`)
      return { status: 200, json: { messages: [{ id: `wamid.of.${body.biz_opaque_callback_data}` }] } }
    if (path === `/v24.0/${number}/media`) return { status: 200, json: { id: `meta-${++files}` } }
    if (path.startsWith('/v24.0/'))
      return { status: 200, json: { url: `${url}/bytes`, mime_type: 'image/png', file_size: 5 } }
    if (path === '/bytes') return { status: 200, text: 'bytes', type: 'image/png' }
    if (path.startsWith('/media/')) return { status: 200, text: 'bytes', type: 'image/png' }
    if (path === '/v1/media')
      return { status: 201, json: { id: 'media-1', mimeType: 'image/png', size: 5, sha256: 'x' } }
    if (method === 'POST') return { status: 202, json: { id: 'ours' } }
    return { status: 404 }
  }
  return {
    url,
    settings: {
      ...{ phoneNumberId: number, businessAccountId: '1', accessToken: 'token', appSecret: APP_SECRET },
      ...{ verifyToken: VERIFY_TOKEN, baseUrl: url }
    },
    at: (path: string) => got.filter(each => each.path === path),
    /** Bodies of what was sent to customers. */
    sent: () => got.filter(each => each.path === `/v24.0/${number}/messages`).map(({ body }) => body),
    answers(how: Answer) {
      scripted = how
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}

/** Calls the channel's webhook as Meta. */
export async function notify(url: string, notification: unknown, secret = APP_SECRET): Promise<number> {
  const body = JSON.stringify(notification)
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
  const answer = await fetch(`${url}/v1/whatsapp/shop/webhook`, { method: 'POST', headers, body })
  return answer.status
}
