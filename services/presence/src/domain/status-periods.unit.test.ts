import { describe, expect, test } from '@jest/globals'
import { type LoggedChange, periodsOf, timesWithin } from './status-periods.ts'

const at = (minute: number) => new Date(Date.UTC(2030, 0, 1, 9, minute))
const MINUTE = 60_000
const change = (version: number, minute: number, more: Partial<LoggedChange> = {}): LoggedChange => ({
  agentId: 'ana',
  version,
  status: 'available',
  link: 'connected',
  cause: 'chosen',
  from: at(minute),
  ...more
})
const morning = [
  change(4, 50),
  change(3, 30, { status: 'break', reason: 'lunch' }),
  change(2, 10),
  change(1, 0, { status: 'unavailable', cause: 'connected' })
]

describe('periods', () => {
  test('each lasts until the next change, and the newest is still running', () => {
    const periods = periodsOf(morning, undefined, at(55))
    expect(periods.map(({ version, durationMs }) => [version, durationMs / MINUTE])).toEqual([
      [4, 5],
      [3, 20],
      [2, 20],
      [1, 10]
    ])
    expect(periods[0]).not.toHaveProperty('to')
    expect(periods[1]!.to).toBe(at(50).toISOString())
  })

  test('the newest on an older page lasts until the change after it', () => {
    expect(periodsOf(morning.slice(1), at(50), at(55))[0]).toMatchObject({ version: 3, durationMs: 20 * MINUTE })
  })

  test('a clock that was set back does not produce negative durations', () => {
    expect(periodsOf([change(2, 0), change(1, 5)], undefined, at(10))[1]!.durationMs).toBe(0)
  })
})

describe('times', () => {
  test('add up by status, reason and link', () => {
    expect(timesWithin(periodsOf(morning, undefined, at(55)), { from: at(0), to: at(60) }, at(55))).toEqual([
      { status: 'available', link: 'connected', durationMs: 25 * MINUTE },
      { status: 'break', reason: 'lunch', link: 'connected', durationMs: 20 * MINUTE },
      { status: 'unavailable', link: 'connected', durationMs: 10 * MINUTE }
    ])
  })

  test('count only what lies within the range', () => {
    expect(timesWithin(periodsOf(morning, undefined, at(55)), { from: at(24), to: at(35) }, at(55))).toEqual([
      { status: 'available', link: 'connected', durationMs: 6 * MINUTE },
      { status: 'break', reason: 'lunch', link: 'connected', durationMs: 5 * MINUTE }
    ])
  })
})
