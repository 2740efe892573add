import { expect, it } from '@jest/globals'
import { spansIn } from './span.ts'

it.each([
  [-5, '0s', '0s'],
  [999, '0s', '0s'],
  [59_999, '59s', '59s'],
  [60_000, '1m', '1m'],
  [80_000, '1m', '1m 20s'],
  [3_600_000 + 59_000, '1h', '1h'],
  [3_900_000, '1h', '1h 5m'],
  [2 * 86_400_000 + 4 * 3_600_000, '2d', '2d 4h']
])('%d ms are %s in a list and %s where the difference matters', (ms, short, exact) => {
  const { span, duration } = spansIn('en')
  expect([span(ms), duration(ms)]).toEqual([short, exact])
})

it.each([
  ['en', '1 minute', '30 seconds', '0 seconds'],
  ['pt-BR', '1 minuto', '30 segundos', '0 segundo'],
  ['es', '1 minuto', '30 segundos', '0 segundos']
])('in a sentence of %s units are words: %s', (locale, one, several, none) => {
  const { inWords } = spansIn(locale)
  expect([inWords(60_000), inWords(30_000), inWords(0)]).toEqual([one, several, none])
})
