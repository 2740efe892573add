import { z } from 'zod'
import { agent, password } from '../directory/agent.ts'
import { signInMethods } from '../directory/oidc-operations.ts'
import { pushSubscription } from '../directory/push-operations.ts'
import { operation, staff, supervision } from '../operation.ts'
import { chosenStatus, presence } from '../presence/presence.ts'
import { id, label, line } from '../primitives.ts'
import { connectionId } from './socket.ts'

const owner = 'inbox-gateway'
const tokens = z.object({ accessToken: z.string(), expiresAt: z.iso.datetime(), agent })
const statusChoice = z.strictObject({ status: chosenStatus, reason: line(200).optional() })

export const login = operation({
  id: 'login',
  owner,
  method: 'post',
  path: '/v1/auth/login',
  audience: ['anyone'],
  public: true,
  body: z.strictObject({
    email: label(320),
    password: z.string().min(1).max(200),
    /** Required with a one-time password; without it, 409 `password-change-required`. */
    newPassword: password.optional()
  }),
  answer: tokens,
  summary: 'Sign in; the refresh token is set as an HttpOnly cookie'
})
export const refresh = operation({
  id: 'refresh',
  repeatable: true,
  owner,
  method: 'post',
  path: '/v1/auth/refresh',
  audience: ['anyone'],
  public: true,
  body: z.strictObject({}).optional(),
  answer: tokens,
  summary: 'Get a new access token for the refresh cookie'
})
export const logout = operation({
  id: 'logout',
  owner,
  method: 'post',
  path: '/v1/auth/logout',
  audience: ['anyone'],
  public: true,
  body: z.strictObject({}).optional(),
  status: 204,
  summary: 'Sign out: offers are revoked, ongoing work is parked'
})
export const listSignInMethods = operation({
  id: 'listSignInMethods',
  owner,
  method: 'get',
  path: '/v1/auth/methods',
  audience: ['anyone'],
  public: true,
  answer: signInMethods,
  summary: 'How people may sign in here'
})
export const startOidc = operation({
  id: 'startOidc',
  owner,
  method: 'get',
  path: '/v1/auth/oidc',
  audience: ['anyone'],
  public: true,
  status: 302,
  summary: 'Send the browser to the identity provider'
})
export const oidcCallback = operation({
  id: 'oidcCallback',
  owner,
  method: 'get',
  path: '/v1/auth/oidc/callback',
  audience: ['anyone'],
  public: true,
  status: 302,
  summary:
    'Where the identity provider sends the browser back to; redirects to the app, signed in or with `?signIn=<code>`'
})
export const getMe = operation({
  id: 'getMe',
  owner,
  method: 'get',
  path: '/v1/me',
  audience: staff,
  scope: null,
  public: true,
  answer: z.object({ agent, presence: presence.optional() }),
  summary: 'Who I am, and my presence'
})
export const changeMyPassword = operation({
  id: 'changeMyPassword',
  owner,
  method: 'put',
  path: '/v1/me/password',
  audience: staff,
  scope: null,
  public: true,
  body: z.strictObject({ currentPassword: z.string().min(1).max(200), newPassword: password }),
  answer: tokens,
  summary: 'Change my password; all my other sign-ins end'
})
export const putMyStatus = operation({
  id: 'putMyStatus',
  repeatable: true,
  owner,
  method: 'put',
  path: '/v1/me/status',
  audience: staff,
  scope: null,
  public: true,
  body: statusChoice,
  answer: presence,
  summary: 'Choose my status'
})
export const postMyBeat = operation({
  id: 'postMyBeat',
  owner,
  method: 'post',
  path: '/v1/me/beats',
  audience: staff,
  scope: null,
  public: true,
  body: z.strictObject({ connectionId }),
  status: 204,
  summary: 'Say that I am here although my socket is not; proves life as a pong does'
})
export const putMyPushSubscription = operation({
  id: 'putMyPushSubscription',
  repeatable: true,
  owner,
  method: 'put',
  path: '/v1/me/push-subscription',
  audience: staff,
  scope: null,
  public: true,
  body: pushSubscription,
  status: 204,
  summary: 'Notify this browser of offers to me until I sign out here; 409 without a sign-in that could end it'
})
export const postAgentStatus = operation({
  id: 'postAgentStatus',
  owner,
  method: 'post',
  path: '/v1/agents/:id/status',
  audience: supervision,
  scope: 'presence:write',
  public: true,
  params: z.object({ id }),
  body: statusChoice,
  answer: presence,
  summary: 'Choose the status of an agent'
})
