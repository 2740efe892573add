import { lookup } from 'node:dns'
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { isIP, type LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import { inDetail } from '@inbox/telemetry'
import { noteStatus } from './call-span.ts'
import { exchange, keptConnections, sending } from './exchange.ts'
import { outboundGuard } from './outbound-guard.ts'

export interface OutboundCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers: Readonly<Record<string, string>>
  /** A stream has no `content-length` unless `headers` give it. */
  body?: string | Readable
  signal: AbortSignal
}
export type OutboundPost = Omit<OutboundCall, 'method' | 'body'> & { body: string }

export interface OutboundAnswer {
  status: number
  headers: IncomingHttpHeaders
  /** Its first 64 KiB. */
  text: string
}

/**
 * Follows no redirects. Rejects if nobody answers: with Unreached if nothing was sent, and with ForbiddenAddress if the
 * address must not be called.
 */
export interface OutboundClient extends Disposable {
  call(call: OutboundCall): Promise<OutboundAnswer>
  post(post: OutboundPost): Promise<OutboundAnswer>
  /** Like `call`, for large answers: the caller must read the answer or destroy it. */
  open(call: OutboundCall): Promise<IncomingMessage>
}

/** No connection was made: nothing of the call was sent, so a retry cannot duplicate it. */
export class Unreached extends Error {}
/** The address leads somewhere that must not be called. */
export class ForbiddenAddress extends Unreached {}

const MAX_ANSWER_LENGTH = 65_536
const IDLE_MS = 30_000

/**
 * Calls addresses that somebody else has chosen: only public ones, and `allowed` networks. What counts is the address
 * to which a name resolves at the moment of connecting, which defeats DNS rebinding.
 */
export function createOutboundClient(allowed: readonly string[]): OutboundClient {
  const mayReach = outboundGuard(allowed)
  const guarded: LookupFunction = (name, options, done) =>
    lookup(name, { ...options, all: true }, (error, found) => {
      const usable = error ? [] : found.filter(({ address }) => mayReach(address))
      const [first] = usable
      if (error || !first) return done(error ?? forbidden(name), '')
      if (options.all) return done(null, usable)
      done(null, first.address, first.family)
    })
  const agents = keptConnections({ timeout: IDLE_MS, lookup: guarded })
  const exchanged = async (target: URL, { method, headers, body, signal }: OutboundCall): Promise<IncomingMessage> => {
    const host = target.hostname.replace(/^\[|\]$/g, '')
    // an IP address is not looked up, so it has to be checked here
    if (isIP(host) !== 0 && !mayReach(host)) throw forbidden(host)
    let reached = false
    const send = (sent: ClientRequest) => {
      onceReached(sent, () => {
        reached = true
      })
      sending(body)(sent)
    }
    return exchange(target, { method, headers, signal, agents }, send).catch((error: Error) => {
      throw reached || error instanceof Unreached ? error : new Unreached(error.message, { cause: error })
    })
  }
  const open = async (given: OutboundCall): Promise<IncomingMessage> => {
    const target = new URL(given.url)
    return inDetail(given.method, { kind: 'client', attributes: () => toldOf(target, given.method) }, async span => {
      const answer = await exchanged(target, given)
      noteStatus(span, answer.statusCode ?? 0)
      return answer
    })
  }
  const call = async (given: OutboundCall): Promise<OutboundAnswer> => {
    const answer = await open(given)
    return { status: answer.statusCode ?? 0, headers: answer.headers, text: await read(answer) }
  }
  return {
    call,
    post: given => call({ ...given, method: 'POST' }),
    open,
    [Symbol.dispose]() {
      for (const agent of Object.values(agents)) agent.destroy()
    }
  }
}

/** Only the server part of an address: the rest may contain people's phone numbers, and keys. */
const toldOf = ({ hostname, port, protocol }: URL, method: string) => ({
  'http.request.method': method,
  'server.address': hostname,
  'server.port': Number(port) || (protocol === 'https:' ? 443 : 80)
})

/** Calls `reached` as soon as data may be sent: with TLS, once the peer is known. */
function onceReached(sent: ClientRequest, reached: () => void): void {
  sent.once('socket', socket => {
    if (sent.reusedSocket || !socket.connecting) reached()
    else socket.once(sent.protocol === 'https:' ? 'secureConnect' : 'connect', reached)
  })
}

const forbidden = (name: string) =>
  new ForbiddenAddress(`${name} is neither a public address nor in OUTBOUND_ALLOWED_NETWORKS`)

/** Does not wait for more than can be of use. */
async function read(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= MAX_ANSWER_LENGTH) break
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_LENGTH).toString('utf8')
}
