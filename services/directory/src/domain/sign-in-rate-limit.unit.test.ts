import { describe, expect, test } from '@jest/globals'
import { type Attempts, forOne, forStrangers, pauseSecondsAfter, tryAgain } from './sign-in-rate-limit.ts'

const start = new Date('2026-01-01T12:00:00Z')
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)

describe('the rate limit on sign-ins', () => {
  test('allows five attempts, then requires a pause', () => {
    let attempts: Attempts | undefined
    for (let n = 1; n <= 5; n++) {
      const decision = tryAgain(attempts, forOne, start)
      if (!decision.allowed) throw new Error(`refused at ${n}`)
      attempts = decision.after
    }
    expect(tryAgain(attempts, forOne, start)).toEqual({ allowed: false, retryAfterSeconds: 5 })
    expect(tryAgain(attempts, forOne, later(4.2))).toEqual({ allowed: false, retryAfterSeconds: 1 })
    expect(tryAgain(attempts, forOne, later(5))).toMatchObject({ allowed: true, after: { failures: 6 } })
  })

  test('doubles the pause up to a quarter of an hour', () => {
    expect([4, 5, 6, 7, 12, 13, 1000].map(failures => pauseSecondsAfter(failures, forOne))).toEqual([
      0, 5, 10, 20, 640, 900, 900
    ])
  })

  test('is more patient with all strangers together than with a single one', () => {
    expect([29, 30, 31, 1000].map(failures => pauseSecondsAfter(failures, forStrangers))).toEqual([0, 5, 10, 900])
  })

  test('forgets failures after a day', () => {
    expect(tryAgain({ failures: 50, lastAt: start }, forOne, later(86_400))).toMatchObject({ after: { failures: 1 } })
  })
})
