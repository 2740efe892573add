/** How fast a department's waiting conversations get their turn, and how accurate the estimates were. Times in ms. */
export interface Pace {
  /** How many left the line, served or not, and for how long somebody was waiting; older values count less. */
  turns: number
  busyMs: number
  /** `busyMs` is counted up to here. */
  countedTo: number
  estimates: number
  /** Of estimate − truth: mean absolute value, and mean. */
  errorMs: number
  biasMs: number
}

export const newPace = (): Pace => ({ turns: 0, busyMs: 0, countedTo: 0, estimates: 0, errorMs: 0, biasMs: 0 })

/** What lies this much waiting time back counts 1/e of what happens now. Quiet hours forget nothing. */
const MEMORY_MS = 900_000
/** Fewer turns say nothing. */
const MIN_TURNS = 3
/** The weight of the newest error, once there are enough. */
const NEWEST = 0.05

/** Counts the time up to `at`, while `inLine` were waiting. */
export function countTime(pace: Pace, inLine: number, at: number): void {
  const passed = at - pace.countedTo
  if (passed <= 0) return
  pace.countedTo = at
  if (inLine === 0) return
  const kept = Math.exp(-passed / MEMORY_MS)
  pace.turns *= kept
  pace.busyMs = pace.busyMs * kept + passed
}

/** Compares a wait's estimate, made when it began, with its actual length. */
export function judge(pace: Pace, estimatedMs: number, actualMs: number): void {
  const error = estimatedMs - actualMs
  pace.estimates += 1
  const weight = Math.max(NEWEST, 1 / pace.estimates)
  pace.errorMs += (Math.abs(error) - pace.errorMs) * weight
  pace.biasMs += (error - pace.biasMs) * weight
}

/** Turns per ms, as of `now`, with `inLine` waiting since the last change; undefined until enough was measured. */
export function rateOf(pace: Pace, inLine: number, now: number): number | undefined {
  const current = { ...pace }
  countTime(current, inLine, now)
  return pace.turns < MIN_TURNS || current.busyMs === 0 ? undefined : current.turns / current.busyMs
}

/** How long until it is the turn of a conversation with `ahead` before it (ms). */
export function estimateOf(pace: Pace, inLine: number, ahead: number, now: number): number | undefined {
  const rate = rateOf(pace, inLine, now)
  return rate === undefined ? undefined : (ahead + 1) / rate
}
