import {
  changeMyPassword,
  getAgent,
  login,
  logout,
  refresh,
  refreshSignIn,
  type SignedIn,
  signIn,
  signOut
} from '@inbox/contracts'
import {
  addressKey,
  answered,
  type Client,
  isProgram,
  isSameOrigin,
  type OriginHeaders,
  type Route,
  route,
  userOf
} from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import type { Access } from '../application/access.ts'
import { cookieOf, deviceOf, originOf, refreshCookie, signedInCookies } from './cookies.ts'

type Request = Parameters<typeof addressKey>[0]

interface Dependencies {
  directory: Pick<Client, 'call'>
  access: Pick<Access, 'claimsOf'>
  secure: boolean
  /** Origins besides our own whose pages may use the cookie. */
  origins: readonly string[]
  onSignedIn: (signedIn: SignedIn, correlationId: string) => Promise<void>
  onSignedOut: (agentId: string, correlationId: string) => Promise<unknown>
}

/** Signing in by password, staying signed in, and signing out. */
export function signInRoutes({ directory, access, secure, origins, onSignedIn, onSignedOut }: Dependencies): Route[] {
  const foreign = reject('forbidden', 'Only pages from this origin may sign in')
  const isForeign = (headers: OriginHeaders) => !isSameOrigin(headers, origins)
  /** The sign-in that a call ends, identified by its cookie or else by its access token. */
  const endedBy = async ({ headers }: Request) => {
    const refreshToken = cookieOf(headers, 'inbox_refresh')
    if (refreshToken) return { refreshToken }
    const signInId = (await access.claimsOf(headers.authorization))?.signInId
    return signInId === undefined ? undefined : { signInId }
  }

  return [
    route(login, async ({ body, correlationId, request }) => {
      if (isForeign(request.headers)) return foreign
      const result = await directory.call(signIn, { body: { ...body, origin: originOf(request) }, correlationId })
      if (!result.ok) return result
      await onSignedIn(result.value, correlationId)
      return answerOf(result.value, secure)
    }),
    route(refresh, async ({ correlationId, request }) => {
      if (isForeign(request.headers)) return foreign
      const refreshToken = cookieOf(request.headers, 'inbox_refresh')
      if (!refreshToken) return reject('unauthenticated', 'Not signed in')
      const body = { refreshToken, ...deviceOf(request.headers) }
      const result = await directory.call(refreshSignIn, { body, correlationId })
      return result.ok ? answerOf(result.value, secure) : result
    }),
    route(logout, async ({ caller, correlationId, request }) => {
      if (isForeign(request.headers)) return foreign
      const which = await endedBy(request)
      const ended =
        which && (await directory.call(signOut, { body: { ...which, address: addressKey(request) }, correlationId }))
      const agentId =
        (ended?.ok ? ended.value.agentId : undefined) ??
        (caller.kind === 'user' && !isProgram(caller) ? caller.id : undefined)
      if (agentId) await onSignedOut(agentId, correlationId)
      return ok(answered(undefined, { headers: { 'Set-Cookie': refreshCookie('', new Date(0), secure) } }))
    })
  ]
}

/** Changing the password is a sign-in with the old one that also sets a new one. */
export const passwordRoute = ({ directory, access, secure }: Pick<Dependencies, 'directory' | 'access' | 'secure'>) =>
  route(changeMyPassword, async ({ body, caller, correlationId, request }) => {
    const actor = userOf(caller)
    const me = await directory.call(getAgent, { params: { id: actor.id }, actor, correlationId })
    if (!me.ok) return me
    const { currentPassword: password, newPassword } = body
    const signInId = (await access.claimsOf(request.headers.authorization))?.signInId
    const origin = { ...originOf(request), ...(signInId !== undefined && { signInId }) }
    const changed = await directory.call(signIn, {
      body: { email: me.value.email, password, newPassword, origin },
      correlationId
    })
    return changed.ok ? answerOf(changed.value, secure) : changed
  })

function answerOf(signedIn: SignedIn, secure: boolean) {
  const { refreshToken, refreshExpiresAt, deviceToken, deviceExpiresAt, ...answer } = signedIn
  return ok(answered(answer, { headers: { 'Set-Cookie': signedInCookies(signedIn, secure) } }))
}
