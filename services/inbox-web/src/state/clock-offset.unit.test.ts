import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { narrowed, type Offset, offsetBy } from './clock-offset.ts'

const delay = fc.integer({ min: 1, max: 3000 })
const middle = ({ least, most }: Offset) => (least + most) / 2

/**
 * What a browser whose clock is `aheadMs` behind the server's hears: the server's seconds, after some time in transit.
 */
const answerAt = (serverMs: number, aheadMs: number, there: number, back: number) => ({
  date: Math.floor(serverMs / 1000) * 1000,
  sentAt: serverMs - there - aheadMs,
  receivedAt: serverMs + back - aheadMs
})

test('however wrong the computer’s clock is and however slow answers are, the server’s time lies within the stated bounds', () => {
  const instant = fc.integer({ min: 0, max: 10_000_000 })
  fc.assert(
    fc.property(
      fc.integer({ min: -90_000_000, max: 90_000_000 }),
      fc.array(fc.tuple(instant, delay, delay), { minLength: 1, maxLength: 30 }),
      (aheadMs, answers) => {
        const heard = answers.map(([at, there, back]) => offsetBy(answerAt(at, aheadMs, there, back)))
        const { least, most } = heard.reduce<Offset | undefined>(narrowed, undefined)!
        expect(least).toBeLessThanOrEqual(aheadMs)
        expect(most).toBeGreaterThanOrEqual(aheadMs)
      }
    )
  )
})

test('bounds of seconds are narrowed by a few answers to a fraction of one', () => {
  const aheadMs = 90_000_000
  const heard = Array.from({ length: 10 }, (_, n) => offsetBy(answerAt(100_000 + n * 2130, aheadMs, 20, 20)))
  const offset = heard.reduce<Offset | undefined>(narrowed, undefined)!
  expect(Math.abs(middle(offset) - aheadMs)).toBeLessThan(100)
  expect(Math.abs(middle(heard[0]!) - aheadMs)).toBeLessThan(521)
})

test('after one of the clocks was set, the newest answer counts', () => {
  const before = offsetBy(answerAt(100_000, 0, 20, 20))
  const after = offsetBy(answerAt(101_000, 3_600_000, 20, 20))
  expect(narrowed(before, after)).toEqual(after)
})
