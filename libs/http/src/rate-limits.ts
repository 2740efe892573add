import type { Request, Response } from 'express'
import { ipKeyGenerator, type Options, rateLimit } from 'express-rate-limit'
import { problem } from './problem.ts'
import { refuse } from './refuse.ts'

const CALLS_SECONDS = 10

/** The device that a call comes from, if it is known here. */
export type DeviceOf = (request: Request) => Promise<string | undefined>

/** Refuses calls of the same key beyond so many in a second, averaged over ten. */
export const limitCalls = (
  callsPerSecond: (request: Request, response: Response) => number,
  keyGenerator: (request: Request, response: Response) => string
) =>
  limited({
    windowMs: CALLS_SECONDS * 1000,
    limit: (request, response) => callsPerSecond(request, response) * CALLS_SECONDS,
    keyGenerator
  })

/**
 * Refuses more of an address that was refused so often in a minute; whoever comes from a device that is known is counted by
 * that alone. A whole office may sign in from one address: success counts nothing.
 */
export const limitRefusals = (refusalsPerMinute: number, deviceOf: DeviceOf) =>
  limited({
    windowMs: 60_000,
    limit: refusalsPerMinute,
    keyGenerator: async request => {
      const device = await deviceOf(request)
      return device === undefined ? addressKey(request) : `device ${device}`
    },
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_, { statusCode }) => statusCode < 400 || statusCode >= 500
  })

/** Whom a call comes from, as far as trusted proxies say; of IPv6 the network. */
export const addressKey = (request: Request) => ipKeyGenerator(request.ip ?? '')

// counted per process: against accidents and guessing, not a quota
const limited = (options: Partial<Options>) =>
  rateLimit({
    // the later draft hashes the key at each call, only to tell it back
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    handler: (_request, response) =>
      refuse(response, problem(429, 'too-many-requests', 'Too many calls; see Retry-After')),
    ...options
  })
