import type { IncomingHttpHeaders } from 'node:http'
import type { SignedIn } from '@inbox/contracts'
import { addressKey } from '@inbox/http'
import { parseCookie, type SetCookie, stringifySetCookie } from 'cookie'

type Name = 'inbox_refresh' | 'inbox_oidc' | 'inbox_device'

/** The value of one of our cookies, if the call carries it. */
export const cookieOf = ({ cookie = '' }: IncomingHttpHeaders, name: Name): string | undefined =>
  parseCookie(cookie)[name]

/** Where a call comes from, for the directory: its address, and the device if it is marked. */
export const originOf = (request: Parameters<typeof addressKey>[0]): { address: string; deviceToken?: string } => ({
  address: addressKey(request),
  ...deviceOf(request.headers)
})
export function deviceOf(headers: IncomingHttpHeaders): { deviceToken?: string } {
  const deviceToken = cookieOf(headers, 'inbox_device')
  return deviceToken === undefined ? {} : { deviceToken }
}

/** The refresh token: sent only with calls under /v1/auth, and only by our own pages. */
export const refreshCookie = (token: string, expires: Date, secure: boolean): string =>
  cookie('inbox_refresh', token, { path: '/v1/auth', sameSite: 'strict', expires, secure })

/** The secret of a sign-in at an identity provider: also sent when the provider redirects back here. */
export const flowCookie = (flow: string, expires: Date, secure: boolean): string =>
  cookie('inbox_oidc', flow, { path: '/v1/auth/oidc', sameSite: 'lax', expires, secure })

/** The mark of a device on which somebody has signed in: also sent when a provider redirects back here. */
const deviceCookie = (token: string, expires: Date, secure: boolean): string =>
  cookie('inbox_device', token, { path: '/v1/auth', sameSite: 'lax', expires, secure })

/** The cookies that a sign-in or its refresh leaves in the browser. */
export const signedInCookies = (
  { refreshToken, refreshExpiresAt, deviceToken, deviceExpiresAt }: SignedIn,
  secure: boolean
): string[] => [
  refreshCookie(refreshToken, new Date(refreshExpiresAt), secure),
  deviceCookie(deviceToken, new Date(deviceExpiresAt), secure)
]

/** Out of reach of scripts. */
const cookie = (name: Name, value: string, scope: Omit<SetCookie, 'name' | 'value'>): string =>
  stringifySetCookie({ name, value, httpOnly: true, ...scope })
