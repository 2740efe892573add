import { z } from 'zod'
import { id, version } from '../primitives.ts'
import { role } from './agent.ts'

/** How access tokens are made by the directory and checked by gateways (JWT). */
export const accessTokenRules = {
  algorithm: 'HS256',
  issuer: 'inbox-directory',
  audience: 'inbox-gateway'
} as const

/** What an access token says of its agent; `version` = of the agent it was made from. */
export const accessTokenClaims = z.object({
  sub: id,
  name: z.string(),
  role,
  departmentIds: z.array(id),
  version,
  /** Seconds since 1970. */
  exp: z.int()
})
export type AccessTokenClaims = z.infer<typeof accessTokenClaims>
