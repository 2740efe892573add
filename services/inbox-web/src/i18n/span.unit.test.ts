import { expect, it } from '@jest/globals'
import { durationOf, spanOf } from './span.ts'

it.each([
  [-5, '0s', '0s'],
  [999, '0s', '0s'],
  [59_999, '59s', '59s'],
  [60_000, '1m', '1m'],
  [80_000, '1m', '1m 20s'],
  [3_600_000 + 59_000, '1h', '1h'],
  [3_900_000, '1h', '1h 5m'],
  [2 * 86_400_000 + 4 * 3_600_000, '2d', '2d 4h']
])('%d ms are %s in a list and %s where the difference counts', (ms, short, exact) => {
  expect([spanOf(ms), durationOf(ms)]).toEqual([short, exact])
})
