import type { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createLimit } from '../limit.ts'
import { type Problem, problem } from '../problem.ts'
import { refuse, refuseSocket } from '../refuse.ts'
import { isSameOrigin } from '../same-origin.ts'

export interface AdmissionOptions {
  /** Whether anybody may connect to this process at all. */
  welcome: () => boolean
  addressOf: (request: IncomingMessage) => string
  /** Other origins whose pages may connect. */
  otherOrigins: readonly string[]
  /** How many one address may have open at once. */
  connectionsPerAddress: number
  /** How many one address may open per second, averaged over ten. */
  connectionsPerSecond: number
}

/** Decides who may connect a socket. A refusal says why; undefined = welcome. */
export interface Admission {
  /** Checks every request of a connection: pages of other origins have no business here, whatever token they have. */
  refusalOf(request: IncomingMessage): Problem | undefined
  /** Checks the first request: how many connections its address opens, and has open. */
  refusalOfNew(request: IncomingMessage): Problem | undefined
  /** Counts the connection until the returned function is called. */
  opened(address: string): () => void
  addressOf(request: IncomingMessage): string
}

const WINDOW_MS = 10_000

export function createAdmission(options: AdmissionOptions): Admission {
  const { welcome, addressOf, otherOrigins, connectionsPerAddress, connectionsPerSecond } = options
  const within = createLimit(WINDOW_MS, (connectionsPerSecond * WINDOW_MS) / 1000)
  const open = new Map<string, number>()
  const countOf = (address: string) => open.get(address) ?? 0
  return {
    refusalOf: ({ headers }) =>
      isSameOrigin(headers, otherOrigins)
        ? undefined
        : problem(403, 'forbidden', 'Only pages from this origin may connect'),
    refusalOfNew(request) {
      if (!welcome())
        return problem(503, 'unavailable', 'This process accepts no more connections; reconnect to another')
      const address = addressOf(request)
      if (countOf(address) >= connectionsPerAddress || !within(address, performance.now()))
        return problem(429, 'too-many-requests', 'Too many connections from this address')
      return undefined
    },
    addressOf,
    opened(address) {
      open.set(address, countOf(address) + 1)
      return () => {
        if (countOf(address) > 1) open.set(address, countOf(address) - 1)
        else open.delete(address)
      }
    }
  }
}

interface Connection extends EventEmitter {
  request: IncomingMessage | undefined
}

/** The part of Engine.IO's server that we use. */
interface Engine {
  use(middleware: (request: IncomingMessage, response: ServerResponse, next: () => void) => void): unknown
  on(event: 'connection', listener: (connection: Connection) => void): unknown
}

const addresses = new WeakMap<object, string>()

/** Where a socket was opened from, as far as trusted proxies say; nothing else of its first request is kept. */
export const addressOfSocket = ({ conn }: { conn: object }): string => addresses.get(conn) ?? ''

/** Admits connections. Clients refused here retry by themselves; refused by a socket middleware they would not. */
export function admitSockets(engine: Engine, admitted: Admission): void {
  engine.use((request, response, next) => {
    const opens = !new URL(request.url ?? '', 'http://any').searchParams.has('sid')
    const refusal = admitted.refusalOf(request) ?? (opens ? admitted.refusalOfNew(request) : undefined)
    // an upgrade has no response that could be written to
    if (refusal) return request.headers.upgrade ? refuseSocket(request.socket, refusal) : refuse(response, refusal)
    if (request.headers.upgrade) Object.assign(response, { req: undefined })
    next()
  })
  engine.on('connection', connection => {
    const address = admitted.addressOf(connection.request!)
    addresses.set(connection, address)
    connection.once('close', admitted.opened(address))
    // Engine.IO would hold each connection's first request in two places while it lives: a third of its memory
    connection.request = undefined
  })
}
