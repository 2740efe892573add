import { offsetAt as offsetOf } from '@inbox/kernel'
import { fail, refuse } from '../values/errors.ts'

const dayMs = 86_400_000
/** Before it, years have too few digits to be told from those of a century. */
const earliest = Date.UTC(100, 0, 2)

/** How many milliseconds a zone (an Olson name or `+hh:mm`) is ahead of UTC at an instant. Throws 40485. */
export function offsetAt(zone: string, instant: number): number {
  if (zone === 'UTC') return 0
  if (instant < earliest) refuse('a time zone before the year 100')
  try {
    return offsetOf(instant, zone)
  } catch {
    return fail(40485, `unrecognized time zone identifier: "${zone}"`)
  }
}

/** The instant as a date whose UTC fields are the local ones of the zone. */
export const toLocal = (instant: number, zone: string): Date => new Date(instant + offsetAt(zone, instant))

/** The instant of a local time: the first if clocks show it twice, as late as without the change if they skip it. */
export function fromLocal(local: number, zone: string): number {
  const [before, after] = [-dayMs, dayMs].map(away => local - offsetAt(zone, local + away)) as [number, number]
  const isReal = (instant: number) => toLocal(instant, zone).getTime() === local
  return isReal(after) && !isReal(before) ? after : before
}
