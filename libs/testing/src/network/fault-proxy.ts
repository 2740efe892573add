import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { addressOf } from '../stores/exchange-bytes.ts'

/** A TCP relay to `target` whose network can fail. */
export interface FaultProxy extends AsyncDisposable {
  readonly port: number
  /** `target`'s URL with the proxy's host and port in place of its own. */
  readonly url: string
  readonly connections: number
  /** Resets every open connection; new ones work. */
  cut(): void
  /** Resets every open connection and each new one, until `heal()`. */
  refuse(): void
  /** Keeps connections open and passes nothing on, until `heal()`; what waits is then passed on. */
  stall(): void
  /** Passes every piece on `ms` later, in both directions. */
  delay(ms: number): void
  heal(): void
  /** Open connections pass nothing on any more, without a word: as when the machine behind them was replaced. */
  abandon(): void
  /** New connections go to another server. */
  redirect(target: string): void
}

type Fault = { kind: 'none' } | { kind: 'refuse' } | { kind: 'stall' } | { kind: 'delay'; ms: number }

/** Starts a relay on a free port of 127.0.0.1; `target` is a URL with a port, e.g. `amqp://user:secret@127.0.0.1:5672/v`. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  let address = addressOf(target, 0)
  let generation = 0
  const sockets = new Set<Socket>()
  const waiting = new Set<() => void>()
  let fault: Fault = { kind: 'none' }

  const passOn = () => {
    const born = generation
    return new Transform({
      transform(chunk, _encoding, done) {
        if (born !== generation) return
        const go = () => done(null, chunk)
        if (fault.kind === 'stall') waiting.add(go)
        else if (fault.kind === 'delay') setTimeout(go, fault.ms)
        else go()
      }
    })
  }

  const track = (socket: Socket, partner: Socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => partner.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      partner.destroy()
    })
  }

  const server = createServer(client => {
    if (fault.kind === 'refuse') {
      client.on('error', () => {})
      client.resetAndDestroy()
      return
    }
    const upstream = connect(address)
    track(client, upstream)
    track(upstream, client)
    client.pipe(passOn()).pipe(upstream)
    upstream.pipe(passOn()).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  const become = (next: Fault) => {
    fault = next
    if (next.kind === 'refuse') cut()
    if (next.kind === 'stall') return
    for (const go of waiting) go()
    waiting.clear()
  }
  return {
    port,
    url: target.replace(/^([^:]+:\/\/(?:[^@/]*@)?)[^/?]+/, `$1127.0.0.1:${port}`),
    get connections() {
      return sockets.size / 2
    },
    cut,
    refuse: () => become({ kind: 'refuse' }),
    stall: () => become({ kind: 'stall' }),
    delay: ms => become({ kind: 'delay', ms }),
    heal: () => become({ kind: 'none' }),
    abandon: () => {
      generation += 1
      waiting.clear()
    },
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
