import { once } from 'node:events'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Envelope, event, type MessageType } from '@inbox/contracts'
import { createLogger, type Logger } from '@inbox/telemetry'
import { z } from 'zod'
import { type Broker, type BrokerOptions, connectBroker, newEnvelope } from '../src/index.ts'

const logger = createLogger('test', process.env.LOG_LEVEL ?? 'silent')

/** A logger, and what was logged at each level. */
export function listening() {
  const said: Record<'debug' | 'info' | 'warn' | 'error', string[]> = { debug: [], info: [], warn: [], error: [] }
  const levels = Object.entries(said).map(([level, texts]) => [level, (_: unknown, text: string) => texts.push(text)])
  const listener = { child: () => listener, ...Object.fromEntries(levels) }
  return { said, logger: listener as Logger }
}

let made = 0
/** A message type for one test only, so that tests can share a broker without interfering. */
export const testEvent = (options: { mandatory?: boolean } = {}, service: 'queue' | 'presence' = 'queue') =>
  event(service, `tested.${++made}`, z.object({ n: z.number() }), { summary: 'for a test', ...options })
export type TestEvent = ReturnType<typeof testEvent>

/** A consumer name for one test only. */
export const consumerName = () => `queue.test-${++made}`

export const numbered = (type: TestEvent, n: number, key = 'key'): Envelope<{ n: number }> =>
  newEnvelope(type, { key, version: n, data: { n }, occurredAt: new Date(), correlationId: `correlation-${n}` })

export const open = (url: string, publishes: MessageType[], options: Partial<BrokerOptions> = {}): Broker =>
  connectBroker({ url, service: 'queue', publishes, logger, ...options })

/** Waits until `condition` holds; fails with its name after `withinMs`. */
export async function eventually(what: string, condition: () => unknown, withinMs = 15_000): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await condition()); await sleep(10)) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`)
  }
}

/** A proxy to `url` whose connections can be cut. */
export interface Proxy extends AsyncDisposable {
  url: string
  connections(): number
  /** The most bytes that the broker has sent over any one connection. */
  mostBytes(): number
  /** Ends every connection at once and without notice, as a network failure would. */
  cut(): void
  /** Cuts each new connection once the broker has sent so many bytes; undefined = never. */
  cutAfter(bytes: number | undefined): void
}

export async function startProxy(url: string): Promise<Proxy> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let limit: number | undefined
  let [accepted, most] = [0, 0]
  const server: Server = createServer(near => {
    accepted += 1
    const far = dial(Number(target.port), target.hostname)
    let sent = 0
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.once('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.on('data', chunk => {
      sent += chunk.length
      most = Math.max(most, sent)
      if (limit !== undefined && sent > limit) near.destroy()
      else near.write(chunk)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const proxied = new URL(url)
  proxied.port = String((server.address() as { port: number }).port)
  return {
    url: proxied.href,
    connections: () => accepted,
    mostBytes: () => most,
    cut,
    cutAfter: bytes => {
      limit = bytes
    },
    async [Symbol.asyncDispose]() {
      server.close()
      cut()
    }
  }
}
