import { z } from 'zod'
import { id, version } from '../primitives.ts'
import { role } from './agent.ts'

/** How access tokens are made by the directory and checked by gateways (JWT). */
export const accessTokenRules = {
  algorithm: 'HS256',
  issuer: 'inbox-directory',
  audience: 'inbox-gateway'
} as const

/** What an access token says about its agent; `version` is the agent's when it was made. */
export const accessTokenClaims = z.object({
  sub: id,
  name: z.string(),
  role,
  departmentIds: z.array(id),
  version,
  /** The agent's when it was made: tokens made before a new password, or a deactivation, are no longer valid. */
  credentialsVersion: version.optional(),
  /** The sign-in that it belongs to; it is valid no longer than that. */
  signInId: id.optional(),
  /** Seconds since 1970. */
  exp: z.int()
})
export type AccessTokenClaims = z.infer<typeof accessTokenClaims>

/** How the directory marks devices on which somebody has signed in (JWT); gateways share the secret. */
export const deviceTokenRules = { ...accessTokenRules, audience: 'inbox-device' } as const

/** `jti` = the device, `agentIds` = who has signed in on it, latest first. Grants no access: it only buys patience. */
export const deviceTokenClaims = z.object({ jti: id, agentIds: z.array(id) })
export type DeviceTokenClaims = z.infer<typeof deviceTokenClaims>
