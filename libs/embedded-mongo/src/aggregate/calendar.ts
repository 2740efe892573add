import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { fromLocal, offsetAt, toLocal } from './time-zone.ts'

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

export function unitOf(value: unknown, code: number): Unit {
  if (typeof value !== 'string') return fail(code, `a unit of time must be a string, not ${typeName(value)}`)
  if (Object.hasOwn(lengths, value) || Object.hasOwn(months, value)) return value as Unit
  return fail(9, `unknown time unit value: ${value}`)
}

const isEven = (unit: Unit): unit is Even => Object.hasOwn(lengths, unit)
/** Units shorter than a day pass by the clock, whatever a time zone does. */
const isShort = (unit: Unit): unit is Even => isEven(unit) && lengths[unit] < dayMs

/** The number of the day that a week starts with, 0 for Sunday, from a name or its first three letters. */
export function startOfWeekOf(value: unknown = 'sunday'): number {
  const name = typeof value === 'string' ? value.toLowerCase() : fail(9, 'startOfWeek must be a string')
  const index = days.findIndex(day => day === name || day.slice(0, 3) === name)
  return index < 0 ? fail(9, `unknown day of week value: ${value}`) : index
}

/** The start of the bin of `size` units that a local time lies in; bins are counted from 2000-01-01. */
export function truncate(local: Date, unit: Unit, size: number, startOfWeek: number): number {
  if (!isEven(unit)) {
    const length = months[unit] * size
    const month = (local.getUTCFullYear() - 2000) * 12 + local.getUTCMonth()
    return Date.UTC(2000, Math.floor(month / length) * length, 1)
  }
  const length = lengths[unit] * size
  // 2000-01-01 was a Saturday: weeks are counted from the first start of one on or after it.
  const origin = unit === 'week' ? epochOfBins + ((startOfWeek + 1) % 7) * dayMs : epochOfBins
  return origin + Math.floor((local.getTime() - origin) / length) * length
}

/** An instant some units later; the day of a shorter month is its last. */
export function addUnits(instant: number, zone: string, unit: Unit, count: number): number {
  if (isShort(unit)) return instant + lengths[unit] * count
  const local = toLocal(instant, zone)
  if (isEven(unit)) return fromLocal(local.getTime() + lengths[unit] * count, zone)
  const month = local.getUTCMonth() + months[unit] * count
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), month + 1, 0)).getUTCDate()
  const day = Date.UTC(local.getUTCFullYear(), month, Math.min(local.getUTCDate(), lastDay))
  return fromLocal(day + (local.getTime() - Math.floor(local.getTime() / dayMs) * dayMs), zone)
}

/** How many unit boundaries lie between two instants. */
export function unitsBetween(from: number, to: number, zone: string, unit: Unit, startOfWeek: number): number {
  const end = isShort(unit) ? new Date(to + offsetAt(zone, from)) : toLocal(to, zone)
  const [first, last] = [toLocal(from, zone), end].map(local => truncate(local, unit, 1, startOfWeek))
  if (isEven(unit)) return Math.round((last! - first!) / lengths[unit])
  const monthOf = (time: number) => new Date(time).getUTCFullYear() * 12 + new Date(time).getUTCMonth()
  return (monthOf(last!) - monthOf(first!)) / months[unit]
}

export const dayOfYear = (local: Date): number =>
  Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / dayMs) + 1

/** Week and year by ISO 8601: a week belongs to the year of its Thursday. */
export function isoWeek(local: Date): { week: number; year: number } {
  const thursday = new Date(local.getTime() + (4 - (local.getUTCDay() || 7)) * dayMs)
  return { year: thursday.getUTCFullYear(), week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1 }
}
