import type { IncomingHttpHeaders } from 'node:http'

const NAME = 'inbox_refresh'

/** The refresh token of a call, if its cookie holds one. */
export function refreshTokenOf({ cookie = '' }: IncomingHttpHeaders): string | undefined {
  return cookie
    .split(';')
    .map(pair => pair.trim())
    .find(pair => pair.startsWith(`${NAME}=`))
    ?.slice(NAME.length + 1)
}

/** Out of reach of scripts, sent only to the calls under /v1/auth and only by our own pages. */
export function refreshCookie(token: string, expiresAt: Date, secure: boolean): { 'Set-Cookie': string } {
  const parts = [
    `${NAME}=${token}`,
    'Path=/v1/auth',
    'HttpOnly',
    'SameSite=Strict',
    `Expires=${expiresAt.toUTCString()}`
  ]
  return { 'Set-Cookie': [...parts, ...(secure ? ['Secure'] : [])].join('; ') }
}
