/** Headers in which browsers say where a call comes from. */
export interface OriginHeaders {
  host?: string | undefined
  origin?: string | undefined
  'sec-fetch-site'?: string | string[] | undefined
}

/**
 * Whether a call authenticated by cookie can be trusted: programs send neither header, and browsers send the truth.
 * Hosts are compared without the scheme, because TLS may end before this process.
 */
export function isSameOrigin(headers: OriginHeaders, alsoAllowed: readonly string[]): boolean {
  const { host, origin } = headers
  if (origin !== undefined) return alsoAllowed.includes(origin) || hostOf(origin) === host
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : undefined)
