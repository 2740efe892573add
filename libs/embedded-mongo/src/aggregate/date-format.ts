import { fail } from '../values/errors.ts'
import { dayOfYear, isoWeek } from './calendar.ts'
import { offsetAt, toLocal } from './time-zone.ts'

const two = (value: number): string => String(value).padStart(2, '0')

const fields: Record<string, (local: Date, offset: number) => string> = {
  Y: local => String(local.getUTCFullYear()).padStart(4, '0'),
  m: local => two(local.getUTCMonth() + 1),
  d: local => two(local.getUTCDate()),
  H: local => two(local.getUTCHours()),
  M: local => two(local.getUTCMinutes()),
  S: local => two(local.getUTCSeconds()),
  L: local => String(local.getUTCMilliseconds()).padStart(3, '0'),
  j: local => String(dayOfYear(local)).padStart(3, '0'),
  w: local => String(local.getUTCDay() + 1),
  u: local => String(local.getUTCDay() || 7),
  G: local => String(isoWeek(local).year).padStart(4, '0'),
  V: local => two(isoWeek(local).week),
  z: (_local, offset) =>
    `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 3_600_000))}${two((Math.abs(offset) / 60_000) % 60)}`,
  Z: (_local, offset) => String(offset / 60_000),
  '%': () => '%'
}

/** Formats an instant in a zone by `%Y %m %d …`. Throws 18536 for what it does not know. */
export function formatDate(instant: number, zone: string, format?: string): string {
  const pattern = format ?? (zone === 'UTC' ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L')
  const local = toLocal(instant, zone)
  const offset = offsetAt(zone, instant)
  return pattern.replace(/%(.?)/gs, (_, letter: string) => {
    if (!Object.hasOwn(fields, letter)) fail(18536, `Invalid format character '%${letter}' in format string`)
    return fields[letter]!(local, offset)
  })
}
