/** More than can happen while a tab is frozen, after which it would take old claims for news. */
const MAX_KEPT = 200

/**
 * The claims, one per line, plus one for `key`; undefined if that is already claimed. A claim ends after `lastsMs`, or
 * without it once MAX_KEPT others have followed.
 */
export function withClaim(claims: string, key: string, nowMs: number, lastsMs?: number): string | undefined {
  const lines = claims.split('\n').filter(Boolean)
  const known = lines.map(line => line.split(' ')).find(([each]) => each === key)
  if (known && !(Number(known[1]) <= nowMs)) return undefined
  const others = lines.filter(line => line.split(' ')[0] !== key)
  const claim = lastsMs === undefined ? key : `${key} ${nowMs + lastsMs}`
  return [...others.slice(1 - MAX_KEPT), claim].join('\n')
}
