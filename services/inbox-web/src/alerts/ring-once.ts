import { exclusively, isFirstTab } from '../api/exclusively.ts'
import { storage } from '../state/storage.ts'
import { withClaim } from './claims.ts'

const KEY = 'inbox-alerts-rung'
/** Nobody holds the lock for longer than a moment; a tab that was stopped in that moment must not silence the others. */
const TIMEOUT_MS = 1000
/** What tabs read of the storage may be a moment old; locks are not. */
const STORED_MS = 10_000
/** Whoever looks at a tab hears it from that one. */
const COURTESY_MS = 250
/** What happens to one conversation within so long is heard once: an arrival that is offered at once, several messages in a row. */
const MOMENT_MS = 3000

/**
 * Whether this tab is the one to ring for `key`: of all that are open and awake, the first that asks, one that is looked at
 * before others. A tab that wakes later finds that it has rung.
 */
export async function isMineToRing(key: string): Promise<boolean> {
  if (document.visibilityState !== 'visible') await new Promise(resolve => setTimeout(resolve, COURTESY_MS))
  return (await isFirstTab(`inbox-alert:${key}`, STORED_MS)) && claimed(key)
}

/** Whether a conversation was not heard of in any tab a moment ago. */
export const isWorthASound = (conversationId: string): Promise<boolean> => claimed(`sound:${conversationId}`, MOMENT_MS)

function claimed(key: string, lastsMs?: number): Promise<boolean> {
  const claim = () => {
    const claims = withClaim(storage.get(KEY) ?? '', key, Date.now(), lastsMs)
    if (claims !== undefined) storage.set(KEY, claims)
    return claims !== undefined
  }
  return exclusively('inbox-alerts', async () => claim(), AbortSignal.timeout(TIMEOUT_MS)).catch(claim)
}
