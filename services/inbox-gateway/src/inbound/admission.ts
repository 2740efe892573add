import type { IncomingMessage } from 'node:http'
import { isSameOrigin, type Problem, problem } from '@inbox/http'
import type { Config } from '../config.ts'
import { createLimit } from '../domain/limit.ts'

interface Options {
  /** Whether agents may connect to this gateway at all. */
  welcome: () => boolean
  addressOf: (request: IncomingMessage) => string
  config: Pick<Config, 'CORS_ORIGINS' | 'CONNECTIONS_PER_ADDRESS' | 'GATEWAY_CONNECTIONS_PER_SECOND'>
}

/** Who may connect. A refusal says why; undefined = welcome. */
export interface Admission {
  /** Of every request of a connection: other origins' pages have no business here, whatever token they bring. */
  refusalOf(request: IncomingMessage): Problem | undefined
  /** Of the first one: how many one address opens, and has open. */
  refusalOfNew(request: IncomingMessage): Problem | undefined
  /** Counts the connection until what this answers is called. */
  opened(request: IncomingMessage): () => void
}

const WINDOW_MS = 10_000

export function createAdmission({ welcome, addressOf, config }: Options): Admission {
  const within = createLimit(WINDOW_MS, (config.GATEWAY_CONNECTIONS_PER_SECOND * WINDOW_MS) / 1000)
  const open = new Map<string, number>()
  const countOf = (address: string) => open.get(address) ?? 0
  return {
    refusalOf: ({ headers }) =>
      isSameOrigin(headers, config.CORS_ORIGINS)
        ? undefined
        : problem(403, 'forbidden', 'Only for pages of this origin'),
    refusalOfNew(request) {
      if (!welcome()) return problem(503, 'unavailable', 'Another gateway, please')
      const address = addressOf(request)
      if (countOf(address) >= config.CONNECTIONS_PER_ADDRESS || !within(address, performance.now()))
        return problem(429, 'too-many-requests', 'Too many connections from this address')
      return undefined
    },
    opened(request) {
      const address = addressOf(request)
      open.set(address, countOf(address) + 1)
      return () => {
        if (countOf(address) > 1) open.set(address, countOf(address) - 1)
        else open.delete(address)
      }
    }
  }
}
