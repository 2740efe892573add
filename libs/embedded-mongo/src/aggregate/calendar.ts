import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { fromLocal, toLocal } from './time-zone.ts'

const dayMs = 86_400_000
const epochOfBins = Date.UTC(2000, 0, 1)
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** Units of even length, in milliseconds. */
const lengths = { millisecond: 1, second: 1000, minute: 60_000, hour: 3_600_000, day: dayMs, week: 7 * dayMs }
/** Units of months. */
const months = { month: 1, quarter: 3, year: 12 }

type Even = keyof typeof lengths
type Uneven = keyof typeof months
export type Unit = Even | Uneven

export function unitOf(value: unknown): Unit {
  if (typeof value !== 'string') return fail(5439013, `a unit of time must be a string, not ${typeName(value)}`)
  if (Object.hasOwn(lengths, value) || Object.hasOwn(months, value)) return value as Unit
  return fail(9, `unknown time unit value: ${value}`)
}

const isEven = (unit: Unit): unit is Even => Object.hasOwn(lengths, unit)

/** The number of the day that a week starts with, 0 for Sunday, from a name or its first three letters. */
export function startOfWeekOf(value: unknown = 'sunday'): number {
  const name = typeof value === 'string' ? value.toLowerCase() : fail(9, 'startOfWeek must be a string')
  const index = days.findIndex(day => day === name || day.slice(0, 3) === name)
  return index < 0 ? fail(9, `unknown day of week value: ${value}`) : index
}

/** The start of the bin of `size` units that an instant lies in; bins are counted from 2000-01-01 in the zone. */
export function truncate(instant: number, zone: string, unit: Unit, size: number, startOfWeek: number): number {
  if (!isEven(unit)) {
    const local = toLocal(instant, zone)
    const length = months[unit] * size
    const month = (local.getUTCFullYear() - 2000) * 12 + local.getUTCMonth()
    return fromLocal(Date.UTC(2000, Math.floor(month / length) * length, 1), zone)
  }
  const length = lengths[unit] * size
  const binOf = (time: number, origin: number) => origin + Math.floor((time - origin) / length) * length
  // Units shorter than a day pass by the clock: an hour that is shown twice is two hours.
  if (lengths[unit] < dayMs) return binOf(instant, fromLocal(epochOfBins, zone))
  // 2000-01-01 was a Saturday: weeks are counted from the first start of one on or after it.
  const origin = unit === 'week' ? epochOfBins + ((startOfWeek + 1) % 7) * dayMs : epochOfBins
  return fromLocal(binOf(toLocal(instant, zone).getTime(), origin), zone)
}

export const dayOfYear = (local: Date): number =>
  Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / dayMs) + 1

/** Week and year by ISO 8601: a week belongs to the year of its Thursday. */
export function isoWeek(local: Date): { week: number; year: number } {
  const thursday = new Date(local.getTime() + (4 - (local.getUTCDay() || 7)) * dayMs)
  return { year: thursday.getUTCFullYear(), week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1 }
}
