import { once } from './once.ts'

const UNITS = [
  [86_400_000, 'days'],
  [3_600_000, 'hours'],
  [60_000, 'minutes'],
  [1000, 'seconds']
] as const

/** How time spans are written in one language. */
export interface Spans {
  /** In the largest unit, for lists: 45s, 12m, 3h, 2d. */
  span(ms: number): string
  /** With the next smaller unit, where the difference matters: 1m 20s, 3h 5m. */
  duration(ms: number): string
  /** For sentences: 1 minute, 12 seconds. */
  inWords(ms: number): string
}

export function spansIn(locale: string): Spans {
  const [short, long] = (['narrow', 'long'] as const).map(style => {
    const some = once(() => new Intl.DurationFormat(locale, { style }))
    // without this it would return an empty string
    const none = once(() => new Intl.DurationFormat(locale, { style, secondsDisplay: 'always' }))
    return (ms: number, most: number) => (ms < 1000 ? none().format({ seconds: 0 }) : some().format(inUnits(ms, most)))
  }) as [Write, Write]
  return { span: ms => short(ms, 1), duration: ms => short(ms, 2), inWords: ms => long(ms, 1) }
}

type Write = (ms: number, most: number) => string

function inUnits(ms: number, most: number): Record<string, number> {
  const first = UNITS.findIndex(([length]) => ms >= length)
  let left = ms
  return Object.fromEntries(
    UNITS.slice(first, first + most).map(([length, unit]) => {
      const count = Math.floor(left / length)
      left -= count * length
      return [unit, count]
    })
  )
}
