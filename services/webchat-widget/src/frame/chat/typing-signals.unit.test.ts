import { expect, test } from '@jest/globals'
import { typingSignals } from './typing-signals.ts'

test('typing is reported every three seconds, and once when it stops', () => {
  let now = 0
  const told: [number, boolean][] = []
  const typing = typingSignals(
    value => told.push([now, value]),
    () => now
  )
  typing(false)
  for (; now < 7000; now += 500) typing(true)
  typing(false)
  typing(false)
  now = 7500
  typing(true)
  expect(told).toEqual([
    [0, true],
    [3000, true],
    [6000, true],
    [7000, false],
    [7500, true]
  ])
})
