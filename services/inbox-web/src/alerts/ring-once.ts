import { exclusively } from '../api/exclusively.ts'
import { storage } from '../state/storage.ts'

const KEY = 'inbox-alerts-rung'
/** More than can happen while a tab is frozen and would take it for news when it wakes. */
const MOST_KEPT = 200
/** Nobody holds the lock for longer than a moment; a tab that was stopped in that moment must not silence the others. */
const PATIENCE_MS = 1000
/** Whoever looks at a tab hears it from that one. */
const COURTESY_MS = 250

/**
 * Whether this tab is the one to ring for `key`: of all that are open and awake, the first that asks, one that is looked at
 * before others. A tab that wakes later finds that it has rung.
 */
export async function isMineToRing(key: string): Promise<boolean> {
  if (document.visibilityState !== 'visible') await new Promise(resolve => setTimeout(resolve, COURTESY_MS))
  return exclusively('inbox-alerts', async () => claim(key), AbortSignal.timeout(PATIENCE_MS)).catch(() => claim(key))
}

function claim(key: string): boolean {
  const rung = (storage.get(KEY) ?? '').split('\n')
  if (rung.includes(key)) return false
  storage.set(KEY, [...rung.slice(1 - MOST_KEPT), key].join('\n'))
  return true
}
