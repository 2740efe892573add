import type { IncomingHttpHeaders } from 'node:http'
import { role, scope } from '@inbox/contracts'
import { SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Actor, Caller } from './caller.ts'
import { isSameOrigin } from './same-origin.ts'
import { signingKeyOf, verifyToken } from './signed-token.ts'

const AUDIENCE = 'inbox-services'
const LIFETIME = '60s'
/** Tolerated clock skew: refusing a valid call would, for instance, make presence deaf to a gateway. */
const CLOCKS_APART_SECONDS = 300

/** Identifies the caller by the Authorization header, address and other headers; null = unknown. */
export type Authenticate = (
  authorization: string | undefined,
  remoteAddress: string,
  headers?: IncomingHttpHeaders
) => Promise<Caller | null>

const actorClaim = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('user'),
    id: z.string(),
    name: z.string(),
    role,
    departmentIds: z.array(z.string()),
    scopes: z.array(scope).optional()
  }),
  z.object({ kind: z.literal('channel'), id: z.string() })
])

/** How long a token is reused; the rest of its lifetime allows for transit and clock skew. */
const REUSED_MS = 20_000
/** `at` is by the wall clock, as in the tokens themselves; it may jump. */
const kept = new LRUCache<string, { token: Promise<string>; at: number }>({ max: 1000 })

/** A token (HS256, 60 s) with which one service calls another, for itself, a signed-in user or a channel. */
export function mintServiceToken(service: string, secrets: string, actor?: Actor): Promise<string> {
  const speaker = JSON.stringify([service, secrets, actor])
  const known = kept.get(speaker)
  if (known && Math.abs(Date.now() - known.at) < REUSED_MS) return known.token
  const token = sign(service, secrets, actor)
  kept.set(speaker, { token, at: Date.now() })
  return token
}

const sign = (service: string, secrets: string, actor?: Actor): Promise<string> =>
  new SignJWT(actor ? { actor } : {})
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(service)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(LIFETIME)
    .sign(signingKeyOf(secrets))

const ofServices = new WeakSet<Caller>()

/** Records that a caller used a service's token, which may also act on somebody's behalf. */
export function byService<Known extends Caller>(caller: Known): Known {
  ofServices.add(caller)
  return caller
}
export const isByService = (caller: Caller | null): boolean => caller !== null && ofServices.has(caller)

/**
 * Accepts service tokens; with `loopback`, also local programs without one (development only). Browsers do not count as
 * such: a page's own host name may resolve to this address, and any page may send requests that need no preflight.
 */
export function createServiceCallers(secrets: string, trust: 'required' | 'loopback'): Authenticate {
  return async (authorization, remoteAddress, headers = {}) => {
    if (!authorization) {
      const trusted = trust === 'loopback' && isLoopback(remoteAddress) && isHere(headers.host)
      return trusted && isSameOrigin(headers, []) ? { kind: 'service', name: 'loopback' } : null
    }
    try {
      const token = authorization.replace(/^Bearer /i, '')
      const { payload } = await verifyToken(token, secrets, {
        algorithms: ['HS256'],
        audience: AUDIENCE,
        requiredClaims: ['iss', 'exp'],
        clockTolerance: CLOCKS_APART_SECONDS
      })
      const actor = actorClaim.safeParse(payload.actor)
      return byService(actor.success ? actor.data : { kind: 'service', name: String(payload.iss) })
    } catch {
      return null
    }
  }
}

const isLoopback = (address: string) => address === '::1' || address.replace('::ffff:', '').startsWith('127.')

/** Whether a Host header names this machine, as those of local programs do. */
function isHere(host = ''): boolean {
  const url = `http://${host}`
  return URL.canParse(url) && /^(127\.\d+\.\d+\.\d+|\[::1\]|(.+\.)?localhost)$/.test(new URL(url).hostname)
}
