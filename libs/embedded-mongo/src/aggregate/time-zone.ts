import { fail } from '../values/errors.ts'

const formats = new Map<string, Intl.DateTimeFormat>()
const minuteMs = 60_000

/** How many milliseconds a zone (an Olson name or `+hh:mm`) is ahead of UTC at an instant. Throws 40485. */
export function offsetAt(zone: string, instant: number): number {
  if (zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0
  const fixed = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3] ?? 0)) * minuteMs
  const parts = Object.fromEntries(
    formatFor(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)])
  )
  const { year, month, day, hour, minute, second } = parts as Record<string, number>
  const local = Date.UTC(year!, month! - 1, day, hour, minute, second)
  return local - Math.floor(instant / 1000) * 1000
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric'
    })
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
