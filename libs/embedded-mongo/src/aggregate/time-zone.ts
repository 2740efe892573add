import { fail } from '../values/errors.ts'

const DAY_MS = 86_400_000
const MOST_DAYS = 5000
const LAST_INSTANT = 8.64e15
const formats = new Map<string, Intl.DateTimeFormat>()
/** By zone and day: its one offset, or `undefined` on a day of change. */
const days = new Map<string, number | undefined>()

/** How many milliseconds a zone (an Olson name or `+hh:mm`) is ahead of UTC at an instant. Throws 40485. */
export function offsetAt(zone: string, instant: number): number {
  if (zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0
  return fixedOffset(zone) ?? offsetOfDay(zone, Math.floor(instant / DAY_MS)) ?? shownOffset(zone, instant)
}

// to format an instant costs more than all else that is done with a document; no zone changes twice within a day
function offsetOfDay(zone: string, day: number): number | undefined {
  const key = `${zone} ${day}`
  if (days.has(key)) return days.get(key)
  const [begins, ends] = [
    shownOffset(zone, day * DAY_MS),
    shownOffset(zone, Math.min((day + 1) * DAY_MS, LAST_INSTANT))
  ]
  if (days.size >= MOST_DAYS) days.clear()
  days.set(key, begins === ends ? begins : undefined)
  return days.get(key)
}

const shownOffset = (zone: string, instant: number): number => fixedOffset(offsetName(zone, instant)) ?? 0

/** Of `+hh`, `+hhmm` and `+hh:mm`, or of `+hh:mm:ss` as the zones of the past are. */
function fixedOffset(text: string): number | undefined {
  const [, sign, ...parts] = /^([+-])(\d{2}):?(\d{2})?(?::(\d{2}))?$/.exec(text) ?? []
  if (sign === undefined) return undefined
  const [hours = 0, minutes = 0, seconds = 0] = parts.map(part => Number(part ?? 0))
  return (sign === '-' ? -1000 : 1000) * ((hours * 60 + minutes) * 60 + seconds)
}

/** `+01:00`, or nothing where the time is that of Greenwich. */
function offsetName(zone: string, instant: number): string {
  const parts = formatFor(zone).formatToParts(instant)
  return parts.find(({ type }) => type === 'timeZoneName')!.value.replace('GMT', '')
}

function formatFor(zone: string): Intl.DateTimeFormat {
  try {
    const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    formats.set(zone, format)
    return format
  } catch {
    return fail(40485, `unrecognized time zone identifier: "${zone}"`)
  }
}

/** The instant as a date whose UTC fields are the local ones of the zone. */
export const toLocal = (instant: number, zone: string): Date => new Date(instant + offsetAt(zone, instant))

/** The instant of a local time; where a clock change repeats it, the later offset decides. */
export function fromLocal(local: number, zone: string): number {
  const guess = local - offsetAt(zone, local)
  return local - offsetAt(zone, guess)
}
