import type { ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { createLimit } from './limit.ts'
import { problem } from './problem.ts'
import { refuse } from './refuse.ts'
import type { Incoming, Step } from './step.ts'

const CALLS_MS = 10_000

/** The known device that a call comes from, if any. */
export type DeviceOf = (request: Incoming) => Promise<string | undefined>

/**
 * Refuses calls of the same key beyond so many per second, averaged over ten. Uses no promises, and no headers that
 * tell what is left: this runs for every single call, and they would cost more than reading what the call asks for.
 */
export function limitCalls(
  callsPerSecond: (response: ServerResponse) => number,
  keyOf: (request: Incoming, response: ServerResponse) => string
): Step {
  const within = createLimit(CALLS_MS, 0)
  return (request, response, next) => {
    const now = performance.now()
    const most = (callsPerSecond(response) * CALLS_MS) / 1000
    if (within(keyOf(request, response), now, most)) return next()
    response.setHeader('Retry-After', Math.ceil((CALLS_MS - (now % CALLS_MS)) / 1000))
    refuse(response, tooMany())
  }
}

const tooMany = () => problem(429, 'too-many-requests', 'Too many requests; see Retry-After')

/**
 * Blocks an address after so many refusals in a minute, against guessing; callers on a known device are counted by that
 * device alone. Successes do not count, since a whole office may sign in from one address. Counted per process.
 */
export const limitRefusals = (refusalsPerMinute: number, deviceOf: DeviceOf): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: refusalsPerMinute,
    keyGenerator: async request => {
      const device = await deviceOf(request)
      return device === undefined ? addressKey(request) : `device ${device}`
    },
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_, { statusCode }) => statusCode < 400 || statusCode >= 500,
    // the later draft hashes the key at each call, only to send it back
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    handler: (_request, response) => refuse(response, tooMany())
  })

/** The address a call comes from, as far as trusted proxies say; for IPv6 the network. */
export const addressKey = ({ ip = '' }: Incoming): string => networkOf(ip)

/** For IPv6 the network; IPv4 addresses are left as they are. */
export const networkOf = (address: string): string => (address.includes(':') ? ipKeyGenerator(address) : address)
