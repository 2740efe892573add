import { serverNow } from '../state/server-clock.ts'
import { type Locale, useLocale } from './locale.ts'
import { once } from './once.ts'
import { type Spans, spansIn } from './span.ts'

/** How times and numbers are written in one language. */
export interface Format extends Spans {
  /** 14:05 */
  time(instant: string): string
  /** Monday, 3 March 2025; without the year if it is this one. */
  day(instant: string): string
  dateTime(instant: string): string
  number(value: number): string
  /** In an ISO 4217 currency. */
  money(value: number, currency: string): string
  /** 0.25 as 25% */
  percent(share: number): string
}

function formatIn(locale: string): Format {
  const time = once(() => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }))
  const day = once(() => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }))
  const dayOfYear = once(() => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }))
  const dateTime = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }))
  const number = once(() => new Intl.NumberFormat(locale))
  const percent = once(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }))
  return {
    time: instant => time().format(new Date(instant)),
    day(instant) {
      const date = new Date(instant)
      return (date.getFullYear() === new Date(serverNow()).getFullYear() ? day : dayOfYear)().format(date)
    },
    dateTime: instant => dateTime().format(new Date(instant)),
    ...spansIn(locale),
    number: value => number().format(value),
    money: (value, currency) => new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value),
    percent: share => percent().format(share)
  }
}

const formats = new Map<string, Format>()

/** Shared by everything on the page, because making a formatter takes far longer than formatting. */
function formatOf(chosen: Locale): Format {
  const locale = regional(chosen)
  const format = formats.get(locale) ?? formatIn(locale)
  formats.set(locale, format)
  return format
}

export const isToday = (instant: string): boolean =>
  new Date(instant).toDateString() === new Date(serverNow()).toDateString()

/** The browser's own regional variant of the language, which decides the order of day and month and the clock. */
const regional = (locale: Locale): string =>
  navigator.languages.find(language => language.split('-')[0] === locale.split('-')[0]) ?? locale

export const useFormat = (): Format => formatOf(useLocale())
