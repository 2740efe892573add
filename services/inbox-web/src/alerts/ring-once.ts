import { exclusively, isFirstTab } from '../api/exclusively.ts'
import { storage } from '../state/storage.ts'
import { withClaim } from './claims.ts'

const KEY = 'inbox-alerts-rung'
/** The lock is held only for a moment, but a tab that is frozen in that moment must not silence the others. */
const TIMEOUT_MS = 1000
/** What tabs read from the storage may be slightly stale; locks are not. */
const STORED_MS = 10_000
/** Hidden tabs wait this long, so that a tab in sight rings first. */
const COURTESY_MS = 250
/** Events of one conversation within this time ring once: an arrival offered at once, or several messages in a row. */
const MOMENT_MS = 3000

/**
 * Whether this tab is the one to ring for `key`: of all that are open and awake the first to ask, visible ones before
 * others. A tab that wakes later finds that it has already rung.
 */
export async function isMineToRing(key: string): Promise<boolean> {
  if (document.visibilityState !== 'visible') await new Promise(resolve => setTimeout(resolve, COURTESY_MS))
  return (await isFirstTab(`inbox-alert:${key}`, STORED_MS)) && claimed(key)
}

/** Whether no tab rang for this conversation a moment ago. */
export const isWorthASound = (conversationId: string): Promise<boolean> => claimed(`sound:${conversationId}`, MOMENT_MS)

function claimed(key: string, lastsMs?: number): Promise<boolean> {
  const claim = () => {
    const claims = withClaim(storage.get(KEY) ?? '', key, Date.now(), lastsMs)
    if (claims !== undefined) storage.set(KEY, claims)
    return claims !== undefined
  }
  return exclusively('inbox-alerts', async () => claim(), AbortSignal.timeout(TIMEOUT_MS)).catch(claim)
}
