import type { IncomingHttpHeaders } from 'node:http'
import type { SignedIn } from '@inbox/contracts'

type Name = 'inbox_refresh' | 'inbox_oidc' | 'inbox_device'

/** The value of a cookie of ours, if the call brings it. */
export const cookieOf = ({ cookie = '' }: IncomingHttpHeaders, name: Name): string | undefined =>
  cookie
    .split(';')
    .map(pair => pair.trim())
    .find(pair => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/** The refresh token: sent only to the calls under /v1/auth, and only by our own pages. */
export const refreshCookie = (token: string, expiresAt: Date, secure: boolean): string =>
  cookie('inbox_refresh', token, { path: '/v1/auth', sameSite: 'Strict', expiresAt, secure })

/** The secret of a sign-in at an identity provider: also sent when the provider's page leads back here. */
export const flowCookie = (flow: string, expiresAt: Date, secure: boolean): string =>
  cookie('inbox_oidc', flow, { path: '/v1/auth/oidc', sameSite: 'Lax', expiresAt, secure })

/** The mark of a device on which somebody has signed in: also sent when a provider's page leads back here. */
const deviceCookie = (token: string, expiresAt: Date, secure: boolean): string =>
  cookie('inbox_device', token, { path: '/v1/auth', sameSite: 'Lax', expiresAt, secure })

/** What a sign-in, or its refresh, leaves in the browser. */
export const signedInCookies = (
  { refreshToken, refreshExpiresAt, deviceToken, deviceExpiresAt }: SignedIn,
  secure: boolean
): string[] => [
  refreshCookie(refreshToken, new Date(refreshExpiresAt), secure),
  deviceCookie(deviceToken, new Date(deviceExpiresAt), secure)
]

interface Scope {
  path: string
  sameSite: 'Strict' | 'Lax'
  expiresAt: Date
  secure: boolean
}

/** Out of reach of scripts. */
function cookie(name: Name, value: string, { path, sameSite, expiresAt, secure }: Scope): string {
  const parts = [`${name}=${value}`, `Path=${path}`, 'HttpOnly', `SameSite=${sameSite}`]
  return [...parts, `Expires=${expiresAt.toUTCString()}`, ...(secure ? ['Secure'] : [])].join('; ')
}
