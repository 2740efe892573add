import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { type AddressInfo, createServer, type LookupFunction, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { operation } from '@inbox/contracts'
import { createLogger } from '@inbox/telemetry'
import { describe, expect, it, test } from '@jest/globals'
import { exchange, keptConnections, sending } from '../src/exchange.ts'
import { createOutboundClient, type ServerOptions, startHttpServer, Unreached } from '../src/index.ts'

const own = { owner: 'queue', path: '/v1/things', summary: '', audience: ['agent'], scope: null } as const
const things = (['get', 'delete'] as const).map(method => operation({ ...own, id: method, method }))
const smuggled = 'GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n'
const serving = (options: Partial<ServerOptions>) =>
  startHttpServer({
    ...{ port: 0, host: '127.0.0.1', routes: [], notReady: () => [], logger: createLogger('test', 'silent') },
    authenticate: async () => ({ kind: 'user', id: 'ana', name: 'Ana', role: 'agent', departmentIds: [] }),
    ...options
  })

/** Answers every request and records it with its body. */
async function serveNoting() {
  const seen: string[] = []
  const server = await serving({
    extend: app =>
      app.use(async (request, response) => {
        const chunks = await request.toArray()
        seen.push(`${request.method} ${request.path} ${Buffer.concat(chunks).toString()}`)
        response.status(204).end()
      })
  })
  return { server, seen }
}

test.each(['GET', 'DELETE'])('a body forwarded with %s stays a body: nothing in it becomes a request', async method => {
  const { server, seen } = await serveNoting()
  await using owner = server
  const secret = 'a secret of these tests that is long enough for HS256'
  const forwards = things.map(each => ({ operation: each, to: owner.url, service: 'gateway', secret }))
  await using gateway = await serving({ forwards })
  const call = async (body: string) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length }
    const [answer] = await once(httpRequest(`${gateway.url}/v1/things`, { method, headers }).end(body), 'response')
    answer.resume()
    await once(answer, 'close')
    return answer.statusCode
  }
  expect([await call(smuggled), await call('{}')]).toEqual([204, 204])
  expect(seen).toEqual([`${method} /v1/things ${smuggled}`, `${method} /v1/things {}`])
})

test.each([
  ['whole', () => smuggled],
  ['in pieces', () => Readable.from([Buffer.from(smuggled)])]
])('a body sent %s with DELETE stays a body', async (_, body) => {
  const { server, seen } = await serveNoting()
  await using owner = server
  using client = createOutboundClient(['loopback'])
  const call = {
    method: 'DELETE',
    url: `${owner.url}/things`,
    headers: {},
    signal: AbortSignal.timeout(30_000)
  } as const
  await client.call({ ...call, body: body() })
  await client.call(call)
  expect(seen).toEqual([`DELETE /things ${smuggled}`, 'DELETE /things '])
})

test('a server that speaks another protocol holds up nobody', async () => {
  await using stack = new AsyncDisposableStack()
  const other = createServer(socket =>
    socket.once('data', () =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n')
    )
  ).listen(0, '127.0.0.1')
  stack.defer(() => void other.close())
  await once(other, 'listening')
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`
  using client = createOutboundClient(['loopback'])
  const post = client.post({ url, headers: {}, body: '{}', signal: AbortSignal.timeout(30_000) })
  await expect(post).rejects.toThrow('without a response')
})

test('the reason for a failed connection is reported for a name with several addresses, too', async () => {
  const nobody = createServer().listen(0, '127.0.0.1')
  await once(nobody, 'listening')
  const { port } = nobody.address() as AddressInfo
  await new Promise(done => nobody.close(done))
  const lookup: LookupFunction = (_name, _options, done) =>
    done(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 }
    ])
  const options = {
    method: 'GET',
    headers: {},
    signal: AbortSignal.timeout(30_000),
    agents: keptConnections({ lookup })
  }
  await expect(exchange(new URL(`http://two.test:${port}/`), options, sending(undefined))).rejects.toThrow(
    /ECONNREFUSED/
  )
})

describe('a failed call tells whether anything was sent', () => {
  const call = async (scheme: string, onConnection: (socket: Socket) => void, reason?: Error) => {
    await using stack = new AsyncDisposableStack()
    const there = createServer(onConnection).listen(0, '127.0.0.1')
    stack.defer(() => void there.close())
    await once(there, 'listening')
    const url = `${scheme}://127.0.0.1:${(there.address() as AddressInfo).port}/`
    using client = createOutboundClient(['loopback'])
    const signal = reason ? AbortSignal.abort(reason) : AbortSignal.timeout(30_000)
    return await client
      .post({ url, headers: {}, body: '{}', signal })
      .catch((error: Error) => error instanceof Unreached)
  }
  const cut = (socket: Socket) => void socket.once('data', () => socket.destroy())

  it('no server: nothing was sent', async () => {
    using client = createOutboundClient(['loopback'])
    const nobody = createServer().listen(0, '127.0.0.1')
    await once(nobody, 'listening')
    const { port } = nobody.address() as AddressInfo
    await new Promise(done => nobody.close(done))
    const post = (url: string) => client.post({ url, headers: {}, body: '{}', signal: AbortSignal.timeout(30_000) })
    await expect(post(`http://127.0.0.1:${port}/`)).rejects.toThrow(Unreached)
    await expect(post(`https://127.0.0.1:${port}/`)).rejects.toThrow(Unreached)
    await expect(post('http://nobody.invalid/')).rejects.toThrow(Unreached)
  })

  it('TLS failed: nothing was sent', async () => expect(await call('https', cut)).toBe(true))

  it('given up before connecting: nothing was sent', async () =>
    expect(await call('http', cut, new Error('the process is ending'))).toBe(true))

  it('the connection broke afterwards: something may have been sent', async () =>
    expect(await call('http', cut)).toBe(false))
})
