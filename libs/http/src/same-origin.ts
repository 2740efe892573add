/** Headers by which browsers tell where a call comes from. */
export interface OriginHeaders {
  host?: string | undefined
  origin?: string | undefined
  'sec-fetch-site'?: string | string[] | undefined
}

/**
 * Whether a call that acts by cookie may be what it seems: programs send neither header, browsers the truth. Hosts are
 * compared without scheme, because encryption may end before this process.
 */
export function isSameOrigin(headers: OriginHeaders, alsoAllowed: readonly string[]): boolean {
  const { host, origin } = headers
  if (origin !== undefined) return alsoAllowed.includes(origin) || hostOf(origin) === host
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : undefined)
