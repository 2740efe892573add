/** Wrong passwords in a row, of those who are counted together. */
export interface Attempts {
  failures: number
  lastAt: Date
}

/** How many wrong passwords are free; each further one costs a pause, which doubles. */
export interface RateLimit {
  freeTries: number
  firstPauseSeconds: number
  longestPauseSeconds: number
}

/** For tries at one account from one device or one address. */
export const forOne: RateLimit = { freeTries: 5, firstPauseSeconds: 5, longestPauseSeconds: 900 }
/** For all strangers together who try one account: many addresses get little further than one. */
export const forStrangers: RateLimit = { freeTries: 30, firstPauseSeconds: 5, longestPauseSeconds: 900 }

export const FORGOTTEN_AFTER_SECONDS = 86_400

/** The pause after so many failures in a row: none at first, then doubling up to the longest pause. */
export const pauseSecondsAfter = (failures: number, limit: RateLimit): number =>
  failures < limit.freeTries
    ? 0
    : Math.min(limit.firstPauseSeconds * 2 ** (failures - limit.freeTries), limit.longestPauseSeconds)

/**
 * Decides about one more try at `now`. It counts as a failure from the start, and success takes the count back, so
 * concurrent tries cannot slip past the limit.
 */
export function tryAgain(
  before: Attempts | undefined,
  limit: RateLimit,
  now: Date
): { allowed: true; after: Attempts } | { allowed: false; retryAfterSeconds: number } {
  const elapsedSeconds = before ? (now.getTime() - before.lastAt.getTime()) / 1000 : 0
  const failures = before && elapsedSeconds < FORGOTTEN_AFTER_SECONDS ? before.failures : 0
  const waitSeconds = pauseSecondsAfter(failures, limit) - elapsedSeconds
  if (failures > 0 && waitSeconds > 0) return { allowed: false, retryAfterSeconds: Math.ceil(waitSeconds) }
  return { allowed: true, after: { failures: failures + 1, lastAt: now } }
}
