import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { addressOf } from '../stores/exchange-bytes.ts'
import { createFaults } from './faults.ts'
import { tracking } from './tracking.ts'

/** A TCP relay to `target` whose network can fail. */
export interface FaultProxy extends AsyncDisposable {
  readonly port: number
  /** `target`'s URL with the proxy's host and port. */
  readonly url: string
  readonly connections: number
  /** Resets every open connection; new ones work. */
  cut(): void
  /** Resets every open connection once, after so many more bytes from `target`; then resolves. */
  cutAfter(bytes: number): Promise<void>
  /** Resets every open and every new connection until `heal()`. */
  refuse(): void
  /** Keeps connections open but holds all data back until `heal()`, which passes it on. */
  stall(): void
  /** Delays all data by `ms`, in both directions. */
  delay(ms: number): void
  heal(): void
  /** Open connections silently stop passing anything on, as when the machine behind them was replaced. */
  abandon(): void
  /** New connections go to another server. */
  redirect(target: string): void
}

/** Starts a relay on a free port of 127.0.0.1 to `target`, a URL with a port, e.g. `amqp://me:secret@127.0.0.1:5672/v`. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let address = addressOf(target, 0)
  const sockets = new Set<Socket>()
  const faults = createFaults()

  const track = tracking(sockets)
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }

  let limit: { bytes: number; reached: () => void } | undefined
  const count = ({ length }: Buffer) => {
    if (limit) limit.bytes -= length
    if (!limit || limit.bytes > 0) return
    limit.reached()
    limit = undefined
    cut()
  }

  const server = createServer(client => {
    if (faults.now().kind === 'refuse') {
      client.on('error', () => {})
      client.resetAndDestroy()
      return
    }
    const upstream = connect(address)
    track(client, upstream)
    track(upstream, client)
    upstream.on('data', count)
    client.pipe(faults.passOn()).pipe(upstream)
    upstream.pipe(faults.passOn()).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  return {
    port,
    url: target.replace(/^([^:]+:\/\/(?:[^@/]*@)?)[^/?]+/, `$1127.0.0.1:${port}`),
    get connections() {
      return sockets.size / 2
    },
    cut,
    cutAfter: bytes =>
      new Promise(resolve => {
        limit = { bytes, reached: resolve }
      }),
    refuse() {
      cut()
      faults.become({ kind: 'refuse' })
    },
    stall: () => faults.become({ kind: 'stall' }),
    delay: ms => faults.become({ kind: 'delay', ms }),
    heal: () => faults.become({ kind: 'none' }),
    abandon: faults.abandon,
    redirect: next => {
      address = addressOf(next, 0)
    },
    async [Symbol.asyncDispose]() {
      server.close()
      cut()
      if (server.listening) await once(server, 'close')
    }
  }
}
