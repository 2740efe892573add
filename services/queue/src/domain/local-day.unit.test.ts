import { describe, expect, test } from '@jest/globals'
import { beginningOf, dayAfter } from './local-day.ts'

describe('a day in a time zone', () => {
  test.each([
    ['2026-03-02', 'UTC', '2026-03-02T00:00:00.000Z'],
    ['2026-03-02', 'America/Sao_Paulo', '2026-03-02T03:00:00.000Z'],
    ['2026-03-02', 'Asia/Kathmandu', '2026-03-01T18:15:00.000Z'],
    ['2026-03-02', 'Pacific/Kiritimati', '2026-03-01T10:00:00.000Z'],
    // clocks go forward at 2:00 that day
    ['2026-03-29', 'Europe/Madrid', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Madrid', '2026-03-29T22:00:00.000Z'],
    // clocks went forward at midnight: the day began at 1:00
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z']
  ])('%s in %s begins at %s', (day, timeZone, begins) => {
    expect(beginningOf(day, timeZone).toISOString()).toBe(begins)
  })

  test('is followed by the next, even across the end of a year', () => {
    expect(dayAfter('2027-12-31')).toBe('2028-01-01')
    expect(dayAfter('2028-02-28')).toBe('2028-02-29')
  })
})
