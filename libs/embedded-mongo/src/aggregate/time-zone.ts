import { fail } from '../values/errors.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** How many milliseconds a zone (an Olson name or `+hh:mm`) is ahead of UTC at an instant. Throws 40485. */
export function offsetAt(zone: string, instant: number): number {
  if (zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0
  return fixedOffset(zone) ?? fixedOffset(offsetName(zone, instant)) ?? 0
}

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
