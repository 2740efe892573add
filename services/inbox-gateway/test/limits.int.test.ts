import { randomBytes } from 'node:crypto'
import { type IncomingMessage, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { anAgent, deviceTokenOf, tokenOf } from './builders.ts'
import { startGateway, type TestGateway } from './gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGateway(import.meta.url)
})
afterAll(() => gateway.stop())

describe('limits', () => {
  const handshake = async (url: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/socket.io/?EIO=4&transport=polling`, { headers })
    const body = await response.text()
    return { status: response.status, type: response.headers.get('content-type'), body }
  }
  /** The request that a browser sends for a page of `origin`. */
  const upgrade = async (url: string, origin: string) => {
    const headers = { origin, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
    const asked = request(`${url}/socket.io/?EIO=4&transport=websocket`, {
      headers: { ...headers, 'sec-websocket-key': randomBytes(16).toString('base64') }
    })
    const answer = await new Promise<IncomingMessage>((resolve, reject) =>
      asked.on('upgrade', resolve).on('response', resolve).on('error', reject).end()
    )
    if (answer.statusCode === 101) answer.destroy()
    return answer.statusCode === 101 ? { status: 101 } : ((await json(answer)) as object)
  }

  test('one address may open a limited number of connections, and a trusted proxy says which address that is', async () => {
    await using limited = await gateway.startAnother({
      GATEWAY_CONNECTIONS_PER_SECOND: 0.5,
      TRUSTED_PROXIES: ['loopback']
    })
    const from = (address: string) => handshake(limited.url, { 'x-forwarded-for': `1.2.3.4, ${address}` })
    const answers = []
    for (let n = 0; n < 11; n++) answers.push(await from('9.9.9.9'))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]!.type).toBe('application/problem+json; charset=utf-8')
    expect(JSON.parse(refused[0]!.body)).toMatchObject({ status: 429, code: 'too-many-requests' })
    expect((await from('8.8.8.8')).status).toBe(200)
  })

  test('one address may have a limited number of open sockets, until some close', async () => {
    const agent = anAgent('ana')
    await using limited = await gateway.startAnother({ CONNECTIONS_PER_ADDRESS: 2, TRUSTED_PROXIES: ['loopback'] })
    const enter = () => gateway.enter(agent, limited.url, { extraHeaders: { 'x-forwarded-for': '9.9.9.9' } })
    const from = (address: string) => handshake(limited.url, { 'x-forwarded-for': address })
    const [first, second] = [await enter(), await enter()]
    expect((await from('9.9.9.9')).status).toBe(429)
    expect((await from('8.8.8.8')).status).toBe(200)
    first.socket.disconnect()
    await waitFor(async () => (await from('9.9.9.9')).status === 200)
    second.socket.disconnect()
  })

  test.each([
    ['https://evil.example', [], 403],
    ['https://app.example', ['https://app.example'], 101],
    ['this gateway’s own', [], 101]
  ])('a WebSocket from a page of %s is answered, where %j may call, with %s', async (page, CORS_ORIGINS, status) => {
    await using another = await gateway.startAnother({ CORS_ORIGINS })
    const origin = page.startsWith('https') ? page : another.url
    expect(await upgrade(another.url, origin)).toMatchObject({ status, ...(status === 403 && { code: 'forbidden' }) })
  })

  test('a socket that does not say whose it is is closed after a few seconds', async () => {
    const silent = new WebSocket(`${gateway.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
    const closed = Promise.withResolvers<number>()
    silent.onopen = () => {
      const opened = performance.now()
      silent.onclose = () => closed.resolve(performance.now() - opened)
    }
    // it answers pings, like a client whose token never comes
    silent.onmessage = ({ data }) => data === '2' && silent.send('3')
    expect(await closed.promise).toBeLessThan(40_000)
  }, 60_000)

  test('a limited number of sign-ins may be refused to one address, whoever is tried; known devices there continue, each on its own', async () => {
    await using limited = await gateway.startAnother({
      GATEWAY_FAILED_SIGN_INS_PER_MINUTE: 2,
      TRUSTED_PROXIES: ['loopback']
    })
    const post = (path: string, from: string, body: object, cookie = '') =>
      fetch(`${limited.url}/v1/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `1.2.3.4, ${from}`, cookie },
        body: JSON.stringify(body)
      })
    const login = (from: string, email: string, password: string) => post('login', from, { email, password })
    for (let n = 0; n < 4; n++) expect((await login('9.9.9.9', 'ana@example.com', 'right')).status).toBe(200)
    expect((await login('9.9.9.9', 'nobody@example.com', 'wrong')).status).toBe(401)
    expect((await post('refresh', '9.9.9.9', {}, 'inbox_refresh=used')).status).toBe(401)
    const refused = await login('9.9.9.9', 'ana@example.com', 'right')
    expect([refused.status, refused.headers.get('content-type')]).toEqual([429, expect.stringMatching(/problem\+json/)])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await login('8.8.8.8', 'ana@example.com', 'right')).status).toBe(200)

    const [one, other] = [await deviceTokenOf('one', 'ana'), await deviceTokenOf('other', 'rui')]
    const from = async (device: string, password: string) =>
      (await post('login', '9.9.9.9', { email: 'ana@example.com', password }, `inbox_device=${device}`)).status
    expect(await from('made-up', 'right')).toBe(429)
    expect([await from(one, 'right'), await from(one, 'wrong'), await from(one, 'wrong')]).toEqual([200, 401, 401])
    expect([await from(one, 'right'), await from(other, 'right')]).toEqual([429, 200])
  })

  test('an agent may have a limited number of connections', async () => {
    const busy = anAgent('busy')
    gateway.world.agents.push(busy)
    const clients = await Promise.all(Array.from({ length: 20 }, () => gateway.enter(busy)))
    const { socket } = gateway.connect(await tokenOf(busy))
    const error = await new Promise<Error & { data?: unknown }>(resolve => socket.once('connect_error', resolve))
    expect(error.data).toMatchObject({ code: 'too-many-requests' })
    for (const client of clients) client.socket.disconnect()
  })

  test('forged credentials share the limit of their address', async () => {
    await using limited = await gateway.startAnother({ GATEWAY_CALLS_PER_SECOND_PER_ADDRESS: 1 })
    const call = (n: number) => fetch(`${limited.url}/v1/me`, { headers: { authorization: `Bearer made-up-${n}` } })
    const statuses = []
    for (let n = 0; n < 13; n++) statuses.push((await call(n)).status)
    expect(statuses[0]).toBe(401)
    expect(statuses).toContain(429)
  })
})
