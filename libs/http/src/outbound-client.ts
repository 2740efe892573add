import { lookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { outboundGuard } from './outbound-guard.ts'

export interface OutboundPost {
  url: string
  headers: Readonly<Record<string, string>>
  body: string
  signal: AbortSignal
}

export interface OutboundAnswer {
  status: number
  headers: http.IncomingHttpHeaders
  /** Its first 64 KiB. */
  text: string
}

export interface OutboundClient extends Disposable {
  /** Follows no redirect. Rejects when nobody answers, or when the address is none that may be called. */
  post(post: OutboundPost): Promise<OutboundAnswer>
}

const LONGEST_ANSWER = 65_536
const IDLE_MS = 30_000

/**
 * Calls addresses that somebody else has chosen: only public ones, and `allowed` networks. What counts is the address that a
 * name leads to at the moment of the connection, so that a name that changes its mind gets nobody further.
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
  const pool = { keepAlive: true, timeout: IDLE_MS, lookup: guarded }
  const agents = { 'http:': new http.Agent(pool), 'https:': new https.Agent(pool) }
  return {
    async post({ url, headers, body, signal }) {
      const target = new URL(url)
      const host = target.hostname.replace(/^\[|\]$/g, '')
      // of what is an address already no name is looked up
      if (isIP(host) !== 0 && !mayReach(host)) throw forbidden(host)
      const { request } = target.protocol === 'https:' ? https : http
      const agent = agents[target.protocol as keyof typeof agents]
      const length = { 'content-length': String(Buffer.byteLength(body)) }
      return new Promise((resolve, reject) => {
        const sent = request(target, { method: 'POST', headers: { ...headers, ...length }, agent, signal }, answer => {
          read(answer).then(text => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }), reject)
        })
        sent.on('error', reject)
        sent.end(body)
      })
    },
    [Symbol.dispose]() {
      for (const agent of Object.values(agents)) agent.destroy()
    }
  }
}

const forbidden = (name: string) => new Error(`${name} is no public address, nor in OUTBOUND_ALLOWED_NETWORKS`)

/** More than can be of use is not waited for. */
async function read(answer: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= LONGEST_ANSWER) break
  }
  return Buffer.concat(chunks).subarray(0, LONGEST_ANSWER).toString('utf8')
}
