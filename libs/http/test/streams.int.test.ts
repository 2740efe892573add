import { once } from 'node:events'
import { connect } from 'node:net'
import { operation } from '@inbox/contracts'
import { ok, reject } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { z } from 'zod'
import { type HttpServer, route, startHttpServer } from '../src/index.ts'

const MIB = 1024 ** 2
const callers = { audience: ['agent', 'service'], scope: null } as const
const own = { owner: 'media', method: 'post', summary: '', streamed: true, ...callers } as const
const count = operation({ ...own, id: 'count', path: '/v1/count', answer: z.object({ bytes: z.number() }) })
const refuse = operation({ ...own, id: 'refuse', path: '/v1/refuse', answer: z.object({}) })

const stack = new AsyncDisposableStack()
const logged: string[] = []
const note = (_: unknown, message: string) => void logged.push(message)
const begun = Promise.withResolvers<void>()
const ended = Promise.withResolvers<boolean>()
let gateway: HttpServer
beforeAll(async () => {
  const common = { port: 0, host: '127.0.0.1', logger: createLogger('test', 'silent'), notReady: () => [] }
  const owner = stack.use(
    await startHttpServer({
      ...common,
      authenticate: async () => ({ kind: 'service', name: 'gateway' }),
      routes: [
        route(count, async ({ request }) => {
          request.once('close', () => ended.resolve(request.complete))
          let bytes = 0
          for await (const chunk of request) {
            bytes += chunk.length
            begun.resolve()
          }
          return ok({ bytes })
        }),
        route(refuse, async ({ request }) => {
          await once(request, 'readable')
          return reject('too-large', 'This is too much')
        })
      ]
    })
  )
  const forward = { to: owner.url, service: 'gateway', secret: 'a secret of these tests that is long enough for HS256' }
  gateway = stack.use(
    await startHttpServer({
      ...common,
      logger: Object.assign(createLogger('test', 'silent'), { info: note, warn: note, error: note }),
      authenticate: async () => ({ kind: 'user', id: 'ana', name: 'Ana', role: 'agent', departmentIds: [] }),
      routes: [],
      forwards: [count, refuse].map(each => ({ operation: each, ...forward }))
    })
  )
})
afterAll(() => stack.disposeAsync())

/** Begins a call without sending any of its body. */
async function beginCall(path: string, length: number) {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
  socket.write(`POST ${path} HTTP/1.1\r\nhost: test\r\ncontent-length: ${length}\r\n\r\n`)
  return socket
}

test('a caller who leaves in the middle of a forwarded body ends it at its owner, and that is nobody’s fault', async () => {
  const socket = await beginCall('/v1/count', MIB)
  socket.write(Buffer.alloc(1000))
  await begun.promise
  socket.destroy()
  expect(await ended.promise).toBe(false)
  // the next call is answered after anything the previous one could have caused
  const answer = await fetch(`${gateway.url}/v1/count`, { method: 'POST', body: Buffer.alloc(5 * MIB) })
  expect([answer.status, await answer.json(), logged]).toEqual([200, { bytes: 5 * MIB }, []])
})

test('what its owner refuses before all of it has arrived is answered at once, and its sender reads why', async () => {
  const socket = await beginCall('/v1/refuse', 100 * MIB)
  socket.write(Buffer.alloc(MIB))
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1.1 413 /)
  // data that was under way when the answer came is still received
  await new Promise(resolve => socket.write(Buffer.alloc(MIB), resolve))
  expect(socket.destroyed).toBe(false)
  socket.destroy()
})
