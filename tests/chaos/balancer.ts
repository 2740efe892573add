import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tracking } from '@inbox/testing'

/** One address for all processes of a service, as in Kubernetes for its pods. */
export interface Balancer extends AsyncDisposable {
  url: string
  /** From now on connections go to these in turn, if they report that they are ready. */
  serve(urls: readonly string[]): void
}

const ASK_EVERY_MS = 250
const PATIENCE_MS = 1000

/** Existing connections stay; a process that is gone, or was not ready a moment ago, gets no new ones. */
export async function startBalancer(): Promise<Balancer> {
  let backends: Backend[] = []
  let turn = 0
  const sockets = new Set<Socket>()
  const track = tracking(sockets)
  /** Skips backends that refuse the connection. */
  const pass = (client: Socket, [backend, ...others]: readonly Backend[]) => {
    if (!backend || client.destroyed) return void client.destroy()
    const { hostname, port } = new URL(backend.url)
    const upstream = connect({ host: hostname, port: Number(port) })
    const next = () => pass(client, others)
    upstream.once('error', next)
    upstream.once('connect', () => {
      upstream.off('error', next)
      track(client, upstream)
      track(upstream, client)
      client.pipe(upstream).pipe(client)
    })
  }
  const server = createServer(client => {
    client.on('error', () => client.destroy())
    turn += 1
    const order = backends.map((_, n) => backends[(n + turn) % backends.length]!)
    pass(
      client,
      order.filter(({ ready }) => ready)
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asking = setInterval(() => {
    for (const backend of backends) void ask(backend)
  }, ASK_EVERY_MS)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve(urls) {
      backends = urls.map(url => ({ url, ready: true, asked: false }))
    },
    async [Symbol.asyncDispose]() {
      clearInterval(asking)
      server.close()
      for (const socket of sockets) socket.destroy()
      if (server.listening) await once(server, 'close')
    }
  }
}

interface Backend {
  url: string
  ready: boolean
  /** Whether a readiness check is in progress. */
  asked: boolean
}

async function ask(backend: Backend): Promise<void> {
  if (backend.asked) return
  backend.asked = true
  const signal = AbortSignal.timeout(PATIENCE_MS)
  backend.ready = await fetch(`${backend.url}/readyz`, { signal }).then(
    async answer => {
      await answer.text()
      return answer.ok
    },
    () => false
  )
  backend.asked = false
}
