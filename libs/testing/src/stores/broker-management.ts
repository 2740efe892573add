import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'

/** Calls RabbitMQ's management API; resolves with undefined on 404, and rejects on anything else but 2xx. */
export async function manageBroker<Answer = unknown>(
  managementUrl: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object
): Promise<Answer | undefined> {
  const { origin, username, password } = new URL(managementUrl)
  const { status, text } = await exchange(`${origin}/api/${path}`, {
    method,
    auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}`,
    body: body && JSON.stringify(body)
  })
  if (status === 404) return undefined
  if (status >= 300) throw new Error(`RabbitMQ management: ${method} ${path} answered ${status}: ${text}`)
  return text ? (JSON.parse(text) as Answer) : undefined
}

interface Exchange {
  method: string
  auth: string
  body: string | undefined
}

/**
 * One call on a connection of its own: a kept-alive one would delay the broker's shutdown, and `fetch` fails an
 * assertion, uncaught, when a connection marked for closing is closed while the answer is being read.
 */
async function exchange(url: string, { method, auth, body }: Exchange): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body ?? '') }
  const call = request(url, { method, auth, agent: false, headers })
  call.end(body)
  const [answer] = (await once(call, 'response')) as [IncomingMessage]
  return { status: answer.statusCode ?? 0, text: Buffer.concat(await answer.toArray()).toString('utf8') }
}

/** Creates a vhost with full permissions for `amqpUrl`'s user; returns its URL, for clusters each node's, by commas. */
export async function createVhost(managementUrl: string, amqpUrl: string, name: string): Promise<string> {
  const urls = amqpUrl.split(',').map(url => new URL(url))
  const vhost = encodeURIComponent(name)
  await manageBroker(managementUrl, 'PUT', `vhosts/${vhost}`, {})
  const everything = { configure: '.*', write: '.*', read: '.*' }
  await manageBroker(managementUrl, 'PUT', `permissions/${vhost}/${urls[0]!.username || 'guest'}`, everything)
  for (const url of urls) url.pathname = `/${vhost}`
  return urls.join(',')
}

export const deleteVhost = (managementUrl: string, name: string): Promise<unknown> =>
  manageBroker(managementUrl, 'DELETE', `vhosts/${encodeURIComponent(name)}`)
