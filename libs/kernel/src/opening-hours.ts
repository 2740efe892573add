import { instantsOf, wallTimeOf } from './zoned-time.ts'

/** When a department is open, in the local time of a zone. */
export interface OpeningHours {
  timeZone: string
  /** `day` 0 = Sunday; a `to` no later than `from` is on the next day. */
  weekly: readonly { day: number; from: string; to: string }[]
  /** Dates (YYYY-MM-DD) on which no interval begins. */
  holidays: readonly string[]
}

/** Whether it is open, and until when at least that holds; without `until`, for ever. */
export interface Opening {
  open: boolean
  until?: Date
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Longer than any run of holidays that the directory accepts. */
const MAX_DAYS_AHEAD = 420

const remembered = new WeakMap<OpeningHours, Opening & { from: number }>()

/**
 * Whether the hours are open at `now`, and until when at least that holds: if closed, until they open; if open, until
 * the interval ends. Clocks put back make an interval longer, clocks put forward shorter. Remembers the last answer for
 * each object, because computing it takes some 100 µs.
 */
export function openingAt(hours: OpeningHours, now: Date): Opening {
  const at = now.getTime()
  const known = remembered.get(hours)
  if (known && at >= known.from && (known.until === undefined || at < known.until.getTime())) return known
  const opening = findOpening(hours, at)
  remembered.set(hours, { ...opening, from: at })
  return opening
}

function findOpening(hours: OpeningHours, at: number): Opening {
  if (hours.weekly.length === 0) return { open: false }
  const today = Math.floor(wallTimeOf(at, hours.timeZone) / DAY_MS) * DAY_MS
  for (let ahead = -1; ahead <= MAX_DAYS_AHEAD; ahead++) {
    const intervals = intervalsOn(today + ahead * DAY_MS, hours).filter(({ to }) => to > at)
    const ends = intervals.filter(({ from }) => from <= at).map(({ to }) => to)
    if (ends.length > 0) return { open: true, until: new Date(Math.max(...ends)) }
    // yesterday's hours may reach into today, but the next opening is never earlier than today
    const begins = intervals.map(({ from }) => from)
    if (begins.length > 0) return { open: false, until: new Date(Math.min(...begins)) }
  }
  return { open: false }
}

/** The intervals that begin on a date (given by its midnight as wall time), in instants. */
function intervalsOn(date: number, { timeZone, weekly, holidays }: OpeningHours) {
  if (holidays.includes(new Date(date).toISOString().slice(0, 10))) return []
  const day = new Date(date).getUTCDay()
  return weekly
    .filter(interval => interval.day === day)
    .map(({ from, to }) => {
      const [start, end] = [minutesOf(from) * MINUTE_MS, minutesOf(to) * MINUTE_MS]
      return {
        from: instantsOf(date + start, timeZone).first,
        to: instantsOf(date + (end > start ? end : end + DAY_MS), timeZone).last
      }
    })
    .filter(({ from, to }) => from < to)
}

const minutesOf = (clockTime: string): number => Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3))
