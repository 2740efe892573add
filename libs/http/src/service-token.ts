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
/** Clocks may be apart by so much: who calls on time must not be refused, or presence would be deaf to a gateway. */
const CLOCKS_APART_SECONDS = 300

/** Who calls, from the request's Authorization header, address and other headers; null = nobody we know. */
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

/** A token is used again for so long; what is left of its life is for the way and for clocks that differ. */
const REUSED_MS = 20_000
/** By the clock that tokens are signed by: it may jump. */
const kept = new LRUCache<string, { token: Promise<string>; at: number }>({ max: 1000 })

/** A token (HS256, 60 s) by which one service calls another, for itself, for a signed-in user or for a channel. */
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

/** Notes that a caller came by the token of a service, which may also act for somebody. */
export function byService<Known extends Caller>(caller: Known): Known {
  ofServices.add(caller)
  return caller
}
export const isByService = (caller: Caller | null): boolean => caller !== null && ofServices.has(caller)

/**
 * Accepts service tokens; with `loopback`, also programs on this machine without any (development only). A browser is no
 * such program: a page's own name may lead to this address, and any page may send what needs no leave.
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

/** Whether a Host header names this machine, as programs on it do. */
function isHere(host = ''): boolean {
  const url = `http://${host}`
  return URL.canParse(url) && /^(127\.\d+\.\d+\.\d+|\[::1\]|(.+\.)?localhost)$/.test(new URL(url).hostname)
}
