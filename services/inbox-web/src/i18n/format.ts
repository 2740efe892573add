import { useMemo } from 'react'
import { type Locale, useLocale } from './locale.ts'

/** How times and figures are written in one language. */
export interface Format {
  /** 14:05 */
  time(instant: string): string
  /** Monday, 3 March 2025; without the year if it is this one. */
  day(instant: string): string
  dateTime(instant: string): string
  /** 45s, 12m, 3h, 2d: for lists. */
  span(ms: number): string
  number(value: number): string
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function formatOf(chosen: Locale): Format {
  const locale = regional(chosen)
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
  const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' })
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const number = new Intl.NumberFormat(locale)
  return {
    time: instant => time.format(new Date(instant)),
    day(instant) {
      const date = new Date(instant)
      return (date.getFullYear() === new Date().getFullYear() ? day : dayOfYear).format(date)
    },
    dateTime: instant => dateTime.format(new Date(instant)),
    span(ms) {
      if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))}s`
      if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m`
      if (ms < DAY) return `${Math.floor(ms / HOUR)}h`
      return `${Math.floor(ms / DAY)}d`
    },
    number: value => number.format(value)
  }
}

export const isToday = (instant: string): boolean => new Date(instant).toDateString() === new Date().toDateString()

/** The browser's own variety of the language, for the order of day and month and the clock. */
const regional = (locale: Locale): string =>
  navigator.languages.find(language => language.split('-')[0] === locale.split('-')[0]) ?? locale

export function useFormat(): Format {
  const locale = useLocale()
  return useMemo(() => formatOf(locale), [locale])
}
