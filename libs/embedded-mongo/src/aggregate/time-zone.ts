import { offsetAt } from '@inbox/kernel'
import { fail, refuse } from '../values/errors.ts'

/** Earlier years have too few digits to be distinguished from two-digit years. */
const earliest = Date.UTC(100, 0, 2)

/** The instant as a date whose UTC fields are the local ones of a zone (an Olson name or `+hh:mm`). Throws 40485. */
export function toLocal(instant: number, zone: string): Date {
  if (zone === 'UTC') return new Date(instant)
  if (instant < earliest) refuse('a time zone before the year 100')
  try {
    return new Date(instant + offsetAt(instant, zone))
  } catch {
    return fail(40485, `unrecognized time zone identifier: "${zone}"`)
  }
}
