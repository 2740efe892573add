import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { operation } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { route, type ServerOptions, startHttpServer } from '../src/index.ts'
import { close, listen, urlOf } from '../src/listen.ts'

const write = operation({
  ...{ id: 'write', owner: 'queue', method: 'post', path: '/v1/notes', summary: '', audience: ['service'] },
  ...{ body: z.strictObject({ text: z.string() }), answer: z.object({ text: z.string() }) }
})
const serving = (options: Partial<ServerOptions> = {}) =>
  startHttpServer({
    ...{ port: 0, host: '127.0.0.1', notReady: () => [], logger: createLogger('test', 'silent') },
    authenticate: async () => ({ kind: 'service', name: 'tests' }),
    routes: [route(write, async ({ body }) => ok(body))],
    ...options
  })
const note = (url: string) =>
  fetch(`${url}/v1/notes`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"text":"x"}' })

const sockets: Socket[] = []
afterAll(() => {
  for (const socket of sockets) socket.destroy()
})
/** Connects and sends only `part`; `heard` is what comes back, `closed` resolves when the other side is gone. */
async function half(url: string, part: string) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined)
  sockets.push(socket)
  const caller = { heard: '', closed: false }
  socket.on('data', chunk => {
    caller.heard += chunk
  })
  socket.on('close', () => {
    caller.closed = true
  })
  await once(socket, 'connect')
  if (part) socket.write(part)
  return caller
}

test('hundreds of half-sent requests are ended after a few seconds, and meanwhile everybody else is served', async () => {
  await using server = await serving()
  const parts = ['', 'POST /v1/notes HT', 'POST /v1/notes HTTP/1.1\r\nhost: x\r\nx-more: ']
  const halves = await Promise.all(Array.from({ length: 600 }, (_, n) => half(server.url, parts[n % parts.length]!)))
  let served = 0
  await waitFor(
    async () => {
      expect((await note(server.url)).status).toBe(200)
      served += 1
      return halves.every(({ closed }) => closed)
    },
    { timeoutMs: 40_000 }
  )
  expect(served).toBeGreaterThan(10)
  expect(halves[2]!.heard).toContain('HTTP/1.1 408 Request Timeout')
  expect(halves[2]!.heard).toContain('application/problem+json')
}, 60_000)

describe('a server that waits half a second for a request', () => {
  let url: string
  const stack = new AsyncDisposableStack()
  beforeAll(async () => {
    const server = await listen((request, response) => request.resume().on('end', () => response.end('whole')), {
      port: 0,
      host: '127.0.0.1',
      isProxy: () => false,
      within: { headersMs: 300, requestMs: 500 }
    })
    stack.adopt(server, close)
    url = urlOf(server, '127.0.0.1')
  })
  afterAll(() => stack.disposeAsync())

  test.each([
    ['whose body stops', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n12345', 408],
    ['whose chunks stop', 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\n12345\r\n', 408],
    ['with headers of 20 KB', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ['that is invalid', 'hello\r\n\r\n', 400],
    ['with two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 400]
  ])('answers one %s with a problem and an explanation', async (_, part, status) => {
    const caller = await half(url, part)
    await waitFor(() => caller.closed)
    const [head, body] = caller.heard.split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*application/problem\\+json`, 's'))
    expect(JSON.parse(body!)).toMatchObject({ status, detail: expect.stringMatching(/\w/) })
  })
})

describe('an answer of 40 MB', () => {
  const answer = Buffer.alloc(40 * 1024 ** 2, 'x')
  let url: string
  let ended = 0
  const stack = new AsyncDisposableStack()
  beforeAll(async () => {
    const options = { port: 0, host: '127.0.0.1', isProxy: () => false, stalledMs: 3000 }
    const server = await listen((_, response) => response.end(answer), options)
    server.on('connection', socket => socket.once('close', () => (ended += 1)))
    stack.adopt(server, close)
    url = urlOf(server, '127.0.0.1')
  })
  afterAll(() => stack.disposeAsync())
  const ask = async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined)
    sockets.push(socket)
    await once(socket, 'connect')
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    return socket
  }

  test('does not wait longer than allowed for somebody who reads nothing of it', async () => {
    const before = ended
    const socket = await ask()
    socket.pause()
    await waitFor(() => ended > before, { timeoutMs: 30_000, describe: 'cut off' })
  })

  test('reaches somebody who reads slowly, however long that takes', async () => {
    const socket = await ask()
    let received = 0
    const began = performance.now()
    for await (const chunk of socket) {
      received += chunk.length
      // half a megabyte at a time
      if (received % 2 ** 19 < chunk.length) await new Promise(resolve => setTimeout(resolve, 60))
    }
    expect(received).toBeGreaterThan(answer.length)
    expect(performance.now() - began).toBeGreaterThan(3000)
  })
})

describe('connections from one address', () => {
  test('are limited in number, until one closes', async () => {
    await using server = await serving({ connectionsPerAddress: 3 })
    const [first] = await Promise.all([half(server.url, ''), half(server.url, ''), half(server.url, '')])
    const fourth = await half(server.url, 'GET /livez HTTP/1.1\r\nhost: x\r\n\r\n')
    await waitFor(() => fourth.closed)
    expect([fourth.heard, first!.closed]).toEqual(['', false])
    sockets[sockets.length - 4]!.destroy()
    await waitFor(async () => (await fetch(`${server.url}/livez`).catch(() => undefined))?.ok)
  })

  test('are not counted if it is a trusted proxy’s', async () => {
    await using server = await serving({ connectionsPerAddress: 1, trustedProxies: ['loopback'] })
    await Promise.all([half(server.url, ''), half(server.url, ''), half(server.url, '')])
    expect((await note(server.url)).status).toBe(200)
  })
})

describe('metrics', () => {
  test('cost the same however many ask, and are as fresh as if one had asked', async () => {
    await using server = await serving()
    const read = async () => (await fetch(`${server.url}/metrics`)).text()
    const countIn = (text: string) =>
      Number(/http_request_duration_seconds_count\{operation="write",status="200"\} (\d+)/.exec(text)?.[1] ?? 0)
    const before = countIn(await read())
    await note(server.url)
    const texts = await Promise.all(Array.from({ length: 20 }, read))
    expect(texts.map(countIn)).toEqual(Array(20).fill(before + 1))
    // two renderings differ in the process’s own figures; on a busy machine some requests come after the first is done
    expect(new Set(texts).size).toBeLessThan(5)
  })

  test('of a service reachable from outside are served on another port, and nothing else is', async () => {
    const apart = await listen(() => undefined, { port: 0, host: '127.0.0.1', isProxy: () => false })
    const free = Number(new URL(urlOf(apart, '127.0.0.1')).port)
    await close(apart)
    await using server = await serving({ metricsPort: free })
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404)
    const inside = `http://127.0.0.1:${free}`
    expect(await (await fetch(`${inside}/metrics`)).text()).toContain('process_cpu')
    expect((await fetch(`${inside}/livez`)).status).toBe(404)
  })
})
