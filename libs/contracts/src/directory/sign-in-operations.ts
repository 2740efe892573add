import { z } from 'zod'
import { operation } from '../operation.ts'
import { id, line } from '../primitives.ts'
import { agent, password } from './agent.ts'

const owner = 'directory'

export const signedIn = z.object({
  accessToken: z.string(),
  expiresAt: z.iso.datetime(),
  refreshToken: z.string(),
  refreshExpiresAt: z.iso.datetime(),
  /** Marks the device as one on which this agent, like those before, has signed in. */
  deviceToken: z.string(),
  deviceExpiresAt: z.iso.datetime(),
  agent
})
export type SignedIn = z.infer<typeof signedIn>
/** Where somebody signs in from. */
export const signInOrigin = z.strictObject({
  /** For IPv6, the network. */
  address: line(100),
  deviceToken: z.string().max(4000).optional(),
  /** Present if they are already signed in and are changing their password. */
  signInId: id.optional()
})
export type SignInOrigin = z.infer<typeof signInOrigin>
export const signIn = operation({
  id: 'signIn',
  owner,
  method: 'post',
  path: '/v1/sign-in',
  audience: ['service'],
  body: z.strictObject({
    email: line(320),
    password: z.string().max(200),
    newPassword: password.optional(),
    origin: signInOrigin
  }),
  answer: signedIn,
  summary: 'Check a password, and replace it if a new one is given; returns tokens'
})
export const refreshSignIn = operation({
  id: 'refreshSignIn',
  owner,
  method: 'post',
  path: '/v1/sign-in/refresh',
  audience: ['service'],
  body: z.strictObject({ refreshToken: z.string().max(500), deviceToken: z.string().max(4000).optional() }),
  answer: signedIn,
  summary: 'Exchange a refresh token for a new one; using it a second time ends its sign-in'
})
export const signOut = operation({
  id: 'signOut',
  owner,
  method: 'post',
  path: '/v1/sign-out',
  audience: ['service'],
  body: z.union([
    z.strictObject({ refreshToken: z.string().max(500), address: line(100).optional() }),
    z.strictObject({ signInId: id, address: line(100).optional() })
  ]),
  answer: z.object({ agentId: id.optional() }),
  summary: 'End a sign-in with all its tokens; returns whose it was, if it was still valid'
})
