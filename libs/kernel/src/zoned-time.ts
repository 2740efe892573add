const DAY_MS = 86_400_000
/** The limit of `Date`. */
const LAST_INSTANT = 8.64e15
const MAX_DAYS = 5000
const formats = new Map<string, Intl.DateTimeFormat>()
/** Keyed by day and zone. */
const offsets = new Map<string, number | undefined>()

/** The local date and time in the zone at that instant, as ms since the epoch as if the zone were UTC. */
export function wallTimeOf(instant: number, zone: string): number {
  const offset = offsetOfDay(Math.floor(instant / DAY_MS), zone)
  return offset === undefined ? shownAt(instant, zone) : wholeSecond(instant) + offset
}

/** How far the zone is ahead of UTC at that instant, in ms. */
export const offsetAt = (instant: number, zone: string): number => wallTimeOf(instant, zone) - wholeSecond(instant)

/** How far a zone is ahead of UTC all day; `undefined` if that changes, which it does at most once a day. */
function offsetOfDay(day: number, zone: string): number | undefined {
  // formatting an instant takes longer than everything else done with it
  const key = `${day} ${zone}`
  if (offsets.has(key)) return offsets.get(key)
  const ofInstant = (instant: number) => shownAt(instant, zone) - instant
  const [begins, ends] = [ofInstant(day * DAY_MS), ofInstant(Math.min((day + 1) * DAY_MS, LAST_INSTANT))]
  if (offsets.size >= MAX_DAYS) offsets.clear()
  offsets.set(key, begins === ends ? begins : undefined)
  return offsets.get(key)
}

function shownAt(instant: number, zone: string): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = Number(value)
  const { year, month, day, hour, minute, second } = parts as Record<string, number>
  return Date.UTC(year!, month! - 1, day, hour, minute, second)
}

const wholeSecond = (instant: number): number => Math.floor(instant / 1000) * 1000

/**
 * The instants (ms) at which clocks in the zone show `wall`: usually one; two if they were put back over it; if they
 * were put forward past it, the instant of that change.
 */
export function instantsOf(wall: number, zone: string): { first: number; last: number } {
  const candidates = [offsetAt(wall - DAY_MS, zone), offsetAt(wall + DAY_MS, zone)].map(offset => wall - offset)
  const real = candidates.filter(instant => wallTimeOf(instant, zone) === wall)
  if (real.length > 0) return { first: Math.min(...real), last: Math.max(...real) }
  let [before, after] = [Math.min(...candidates), Math.max(...candidates)]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (wallTimeOf(middle, zone) < wall) before = middle
    else after = middle
  }
  return { first: after, last: after }
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric'
  })
  formats.set(zone, made)
  return made
}
