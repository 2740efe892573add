/** Wrong passwords in a row, of whoever is counted together. */
export interface Attempts {
  failures: number
  lastAt: Date
}

/** How many wrong passwords cost nothing; each further one costs a pause, doubling. */
export interface Patience {
  freeTries: number
  firstPauseSeconds: number
  longestPauseSeconds: number
}

/** With whoever is at one device, or at one address and tries one account. */
export const withOne: Patience = { freeTries: 5, firstPauseSeconds: 5, longestPauseSeconds: 900 }
/** With all strangers together who try one account: many addresses get little more than one. */
export const withStrangers: Patience = { freeTries: 30, firstPauseSeconds: 5, longestPauseSeconds: 900 }

export const FORGOTTEN_AFTER_SECONDS = 86_400

/** How long nobody may try after so many failures in a row: nothing at first, then doubling up to the longest pause. */
export const pauseSecondsAfter = (failures: number, patience: Patience): number =>
  failures < patience.freeTries
    ? 0
    : Math.min(patience.firstPauseSeconds * 2 ** (failures - patience.freeTries), patience.longestPauseSeconds)

/**
 * Decides about one more try at `now`. It counts as a failure from the start, and success takes the count back: so
 * tries made at the same time cannot slip past the brake.
 */
export function tryAgain(
  before: Attempts | undefined,
  patience: Patience,
  now: Date
): { allowed: true; after: Attempts } | { allowed: false; retryAfterSeconds: number } {
  const elapsedSeconds = before ? (now.getTime() - before.lastAt.getTime()) / 1000 : 0
  const failures = before && elapsedSeconds < FORGOTTEN_AFTER_SECONDS ? before.failures : 0
  const waitSeconds = pauseSecondsAfter(failures, patience) - elapsedSeconds
  if (failures > 0 && waitSeconds > 0) return { allowed: false, retryAfterSeconds: Math.ceil(waitSeconds) }
  return { allowed: true, after: { failures: failures + 1, lastAt: now } }
}
