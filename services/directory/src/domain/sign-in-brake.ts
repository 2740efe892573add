/** Wrong passwords in a row for one e-mail address. */
export interface Attempts {
  failures: number
  lastAt: Date
}

const FREE_TRIES = 5
const FIRST_DELAY_SECONDS = 5
const LONGEST_DELAY_SECONDS = 900
export const FORGOTTEN_AFTER_SECONDS = 86_400

/** How long nobody may try after so many failures in a row: nothing at first, then doubling up to 15 minutes. */
export const delaySecondsAfter = (failures: number): number =>
  failures < FREE_TRIES ? 0 : Math.min(FIRST_DELAY_SECONDS * 2 ** (failures - FREE_TRIES), LONGEST_DELAY_SECONDS)

/**
 * Decides about one more try at `now`. It counts as a failure from the start, and success takes the count back: so
 * tries made at the same time cannot slip past the brake.
 */
export function tryAgain(
  before: Attempts | undefined,
  now: Date
): { allowed: true; after: Attempts } | { allowed: false; retryAfterSeconds: number } {
  const elapsedSeconds = before ? (now.getTime() - before.lastAt.getTime()) / 1000 : 0
  const failures = before && elapsedSeconds < FORGOTTEN_AFTER_SECONDS ? before.failures : 0
  const waitSeconds = delaySecondsAfter(failures) - elapsedSeconds
  if (failures > 0 && waitSeconds > 0) return { allowed: false, retryAfterSeconds: Math.ceil(waitSeconds) }
  return { allowed: true, after: { failures: failures + 1, lastAt: now } }
}
