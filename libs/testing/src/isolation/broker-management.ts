/** A call of RabbitMQ's management API; 404 answers undefined, anything else but 2xx rejects. */
export async function manageBroker<Answer = unknown>(
  managementUrl: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object
): Promise<Answer | undefined> {
  const { origin, username, password } = new URL(managementUrl)
  const answer = await fetch(`${origin}/api/${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`,
      'content-type': 'application/json',
      // A kept-alive connection would hold up the broker's own stop.
      connection: 'close'
    },
    ...(body ? { body: JSON.stringify(body) } : {})
  }).catch(cause => {
    const advice = 'is the plugin rabbitmq_management on? RABBITMQ_MANAGEMENT_URL says where it is'
    throw new Error(`RabbitMQ's management API does not answer at ${origin}: ${advice}`, { cause })
  })
  const text = await answer.text()
  if (answer.status === 404) return undefined
  if (!answer.ok) throw new Error(`RabbitMQ management: ${method} ${path} answered ${answer.status}: ${text}`)
  return text ? (JSON.parse(text) as Answer) : undefined
}

/** A new vhost in which the user of `amqpUrl` may do everything; answers its URL. */
export async function createVhost(managementUrl: string, amqpUrl: string, name: string): Promise<string> {
  const url = new URL(amqpUrl)
  const vhost = encodeURIComponent(name)
  await manageBroker(managementUrl, 'PUT', `vhosts/${vhost}`, {})
  const everything = { configure: '.*', write: '.*', read: '.*' }
  await manageBroker(managementUrl, 'PUT', `permissions/${vhost}/${url.username || 'guest'}`, everything)
  url.pathname = `/${vhost}`
  return url.href
}

export const deleteVhost = (managementUrl: string, name: string): Promise<unknown> =>
  manageBroker(managementUrl, 'DELETE', `vhosts/${encodeURIComponent(name)}`)
