import { z } from 'zod'
import { operation } from '../operation.ts'
import { signedIn, signInOrigin } from './sign-in-operations.ts'

const service = { owner: 'directory', audience: ['service'] } as const

/** How people may sign in; `oidc.name` is the label of the button. */
export const signInMethods = z.object({
  password: z.boolean(),
  oidc: z.object({ name: z.string() }).optional()
})
export type SignInMethods = z.infer<typeof signInMethods>

export const getSignInMethods = operation({
  ...service,
  id: 'getSignInMethods',
  method: 'get',
  path: '/v1/sign-in/methods',
  answer: signInMethods,
  summary: 'How people may sign in'
})
export const beginOidc = operation({
  ...service,
  id: 'beginOidc',
  method: 'post',
  path: '/v1/sign-in/oidc',
  body: z.strictObject({}).optional(),
  answer: z.object({ url: z.url(), flow: z.string(), expiresAt: z.iso.datetime() }),
  summary: 'Where to send a browser to sign in at the identity provider; it must return with `flow`'
})
export const finishOidc = operation({
  ...service,
  id: 'finishOidc',
  method: 'post',
  path: '/v1/sign-in/oidc/finish',
  body: z.strictObject({ flow: z.string().max(200), query: z.string().max(8000), origin: signInOrigin }),
  answer: signedIn,
  summary: 'Tokens for the person returning from the identity provider, once; `query` is that of the callback'
})
