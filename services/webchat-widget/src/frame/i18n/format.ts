import type { Locale } from '../../embedding/locale.ts'

/** How times and numbers are written in one language. */
export interface Format {
  time(instant: string): string
  /** Date and time. */
  instant(instant: string): string
  /** Today, yesterday or the date. */
  day(instant: string, now: number): string
  /** A future instant: its time, with the date unless it is today. */
  moment(instant: string, now: number): string
  minutes(seconds: number): string
  number(value: number): string
  /** The size of a file. */
  size(bytes: number): string
}

const DAY_MS = 86_400_000

export function formatOf(locale: Locale): Format {
  const ofTime = { hour: '2-digit', minute: '2-digit' } as const
  const ofDate = { weekday: 'long', day: 'numeric', month: 'long' } as const
  const time = new Intl.DateTimeFormat(locale, ofTime)
  const date = new Intl.DateTimeFormat(locale, ofDate)
  const whole = new Intl.DateTimeFormat(locale, { ...ofDate, ...ofTime })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const minutes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'long' })
  const number = new Intl.NumberFormat(locale)
  return {
    time: instant => time.format(new Date(instant)),
    instant: instant =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }).format(new Date(instant)),
    day(instant, now) {
      const ago = daysBetween(new Date(instant), new Date(now))
      const name = ago === 0 || ago === 1 ? relative.format(-ago, 'day') : date.format(new Date(instant))
      return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
    },
    moment(instant, now) {
      const at = new Date(instant)
      return daysBetween(at, new Date(now)) === 0 ? time.format(at) : whole.format(at)
    },
    minutes: seconds => minutes.format(Math.max(1, Math.ceil(seconds / 60))),
    number: value => number.format(value),
    size(bytes) {
      const unit = bytes < 1_000_000 ? 'kilobyte' : 'megabyte'
      const most = {
        style: 'unit',
        unit,
        maximumFractionDigits: bytes < 10_000_000 && unit === 'megabyte' ? 1 : 0
      } as const
      return new Intl.NumberFormat(locale, most).format(
        Math.max(bytes, 1000) / (unit === 'megabyte' ? 1_000_000 : 1000)
      )
    }
  }
}

/** Days in the local calendar: a day on which clocks change counts like any other. */
function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return (midnight(to) - midnight(from)) / DAY_MS
}
