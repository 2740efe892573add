const dayMs = 86_400_000
const epochOfBins = Date.UTC(2000, 0, 1)
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** Units of even length, in milliseconds. */
const lengths = { millisecond: 1, second: 1000, minute: 60_000, hour: 3_600_000, day: dayMs, week: 7 * dayMs }
/** Units of months. */
const months = { month: 1, quarter: 3, year: 12 }

export type Unit = keyof typeof lengths | keyof typeof months

export const isUnit = (value: unknown): value is Unit =>
  typeof value === 'string' && (Object.hasOwn(lengths, value) || Object.hasOwn(months, value))

/** The start of the bin of `size` units that a local time lies in; bins are counted from 2000-01-01. */
export function truncate(local: Date, unit: Unit, size: number, startOfWeek: string): number {
  if (unit in months) {
    const length = months[unit as keyof typeof months] * size
    const month = (local.getUTCFullYear() - 2000) * 12 + local.getUTCMonth()
    return Date.UTC(2000, Math.floor(month / length) * length, 1)
  }
  const length = lengths[unit as keyof typeof lengths] * size
  const origin = unit === 'week' ? firstDayOfWeek(startOfWeek) : epochOfBins
  return origin + Math.floor((local.getTime() - origin) / length) * length
}

/** The first such day of the week on or after 2000-01-01, a Saturday. */
function firstDayOfWeek(name: string): number {
  const index = days.findIndex(day => day.startsWith(name.toLowerCase().slice(0, 3)))
  return epochOfBins + ((index - 6 + 7) % 7) * dayMs
}

/** A local time some units later; the day of a shorter month is its last. */
export function addUnits(local: Date, unit: Unit, count: number): number {
  if (unit in lengths) return local.getTime() + lengths[unit as keyof typeof lengths] * count
  const month = local.getUTCMonth() + months[unit as keyof typeof months] * count
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), month + 1, 0)).getUTCDate()
  const start = Date.UTC(local.getUTCFullYear(), month, Math.min(local.getUTCDate(), lastDay))
  return start + (local.getTime() % dayMs < 0 ? (local.getTime() % dayMs) + dayMs : local.getTime() % dayMs)
}

/** How many unit boundaries lie between two local times. */
export function unitsBetween(from: Date, to: Date, unit: Unit, startOfWeek: string): number {
  const [start, end] = [from, to].map(date => truncate(date, unit, 1, startOfWeek))
  if (unit in lengths) return Math.round((end! - start!) / lengths[unit as keyof typeof lengths])
  const monthOf = (time: number) => new Date(time).getUTCFullYear() * 12 + new Date(time).getUTCMonth()
  return (monthOf(end!) - monthOf(start!)) / months[unit as keyof typeof months]
}

/** Week and year by ISO 8601: a week belongs to the year of its Thursday. */
export function isoWeek(local: Date): { week: number; year: number } {
  const thursday = new Date(local.getTime() + (4 - (local.getUTCDay() || 7)) * dayMs)
  const year = thursday.getUTCFullYear()
  return { year, week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / dayMs / 7) + 1 }
}
