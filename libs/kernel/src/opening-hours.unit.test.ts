import { describe, expect, test } from '@jest/globals'
import { type OpeningHours, openingAt } from './opening-hours.ts'

const weekdays = (from: string, to: string) => [1, 2, 3, 4, 5].map(day => ({ day, from, to }))
const everyDay = (from: string, to: string) => [0, 1, 2, 3, 4, 5, 6].map(day => ({ day, from, to }))
const hours = (more: Partial<OpeningHours> = {}): OpeningHours => ({
  timeZone: 'Europe/Lisbon',
  weekly: weekdays('09:00', '18:00'),
  holidays: [],
  ...more
})
const at = (of: OpeningHours, instant: string) => {
  const { open, until } = openingAt(of, new Date(instant))
  return `${open ? 'open' : 'closed'} until ${until?.toISOString() ?? 'for ever'}`
}

describe('opening hours', () => {
  test('are half-open: open from the first instant, closed from the last', () => {
    // 25 November 2026 is a Wednesday, when Lisbon is on UTC
    expect(at(hours(), '2026-11-25T08:59:59.999Z')).toBe('closed until 2026-11-25T09:00:00.000Z')
    expect(at(hours(), '2026-11-25T09:00:00.000Z')).toBe('open until 2026-11-25T18:00:00.000Z')
    expect(at(hours(), '2026-11-25T17:59:59.999Z')).toBe('open until 2026-11-25T18:00:00.000Z')
    expect(at(hours(), '2026-11-25T18:00:00.000Z')).toBe('closed until 2026-11-26T09:00:00.000Z')
  })

  test('skip the weekend and holidays', () => {
    expect(at(hours(), '2026-11-27T18:00:00Z')).toBe('closed until 2026-11-30T09:00:00.000Z')
    const holidays = ['2026-11-30', '2026-12-01']
    expect(at(hours({ holidays }), '2026-11-27T18:00:00Z')).toBe('closed until 2026-12-02T09:00:00.000Z')
    expect(at(hours({ holidays }), '2026-11-30T12:00:00Z')).toBe('closed until 2026-12-02T09:00:00.000Z')
  })

  test('have breaks, in whatever order the intervals are written', () => {
    const weekly = [...weekdays('13:00', '18:00'), ...weekdays('09:00', '12:00')]
    expect(at(hours({ weekly }), '2026-11-25T12:30:00Z')).toBe('closed until 2026-11-25T13:00:00.000Z')
    expect(at(hours({ weekly }), '2026-11-25T07:00:00Z')).toBe('closed until 2026-11-25T09:00:00.000Z')
  })

  test('at night extend into the next day, even into a holiday, but never start on one', () => {
    const night = hours({ weekly: everyDay('22:00', '06:00'), holidays: ['2026-12-25'] })
    expect(at(night, '2026-12-25T05:00:00Z')).toBe('open until 2026-12-25T06:00:00.000Z')
    expect(at(night, '2026-12-25T23:00:00Z')).toBe('closed until 2026-12-26T22:00:00.000Z')
  })

  test('may be the whole day, every day', () => {
    const always = hours({ weekly: everyDay('00:00', '00:00') })
    for (const instant of ['2026-11-25T00:00:00Z', '2026-11-25T12:00:00Z', '2026-11-25T23:59:59.999Z'])
      expect(at(always, instant)).toBe('open until 2026-11-26T00:00:00.000Z')
  })

  test('without any interval, or with only holidays, never open', () => {
    expect(at(hours({ weekly: [] }), '2026-11-25T12:00:00Z')).toBe('closed until for ever')
  })

  test('follow the zone’s clocks through summer time', () => {
    // Lisbon: forward on 29 March 2026 at 01:00 UTC, back on 25 October 2026 at 01:00 UTC
    expect(at(hours(), '2026-03-27T20:00:00Z')).toBe('closed until 2026-03-30T08:00:00.000Z')
    expect(at(hours(), '2026-10-23T20:00:00Z')).toBe('closed until 2026-10-26T09:00:00.000Z')
    const newYork = hours({ timeZone: 'America/New_York' })
    expect(at(newYork, '2026-11-02T13:59:59Z')).toBe('closed until 2026-11-02T14:00:00.000Z')
    expect(at(newYork, '2026-10-30T13:00:00Z')).toBe('open until 2026-10-30T22:00:00.000Z')
  })

  test('last through an hour that occurs twice, and start at the jump over an hour that does not occur', () => {
    // Berlin: 02:00–03:00 occurs twice on 25 October 2026, and not at all on 29 March 2026
    const early = hours({ timeZone: 'Europe/Berlin', weekly: everyDay('02:15', '02:45') })
    expect(at(early, '2026-10-25T00:14:00Z')).toBe('closed until 2026-10-25T00:15:00.000Z')
    expect(at(early, '2026-10-25T01:00:00Z')).toBe('open until 2026-10-25T01:45:00.000Z')
    expect(at(early, '2026-03-29T00:30:00Z')).toBe('closed until 2026-03-30T00:15:00.000Z')
    const longer = hours({ timeZone: 'Europe/Berlin', weekly: everyDay('02:30', '06:00') })
    expect(at(longer, '2026-03-29T00:30:00Z')).toBe('closed until 2026-03-29T01:00:00.000Z')
  })

  test('work with the date line, half-hour zones and midnight jumps', () => {
    const kiritimati = hours({ timeZone: 'Pacific/Kiritimati' })
    expect(at(kiritimati, '2026-11-24T18:00:00Z')).toBe('closed until 2026-11-24T19:00:00.000Z')
    const kolkata = hours({ timeZone: 'Asia/Kolkata' })
    expect(at(kolkata, '2026-11-25T03:29:00Z')).toBe('closed until 2026-11-25T03:30:00.000Z')
    // Cairo jumps from 00:00 to 01:00 on 24 April 2026, a Friday
    const cairo = hours({ timeZone: 'Africa/Cairo', weekly: everyDay('00:00', '00:00') })
    expect(at(cairo, '2026-04-23T21:59:59Z')).toBe('open until 2026-04-23T22:00:00.000Z')
    expect(at(cairo, '2026-04-23T22:00:00Z')).toBe('open until 2026-04-24T21:00:00.000Z')
  })

  test('give the same answers whatever was asked before', () => {
    const one = hours()
    const instants = Array.from({ length: 400 }, (_, n) => new Date(Date.UTC(2026, 2, 20) + n * 3_700_000))
    const shuffled = instants.map((instant, n) => instants[(n * 197) % 400] ?? instant)
    for (const instant of shuffled) {
      const { open, until } = openingAt(one, instant)
      expect({ instant, open, until }).toEqual({ instant, ...pick(openingAt({ ...one }, instant)) })
    }
  })
})

const pick = ({ open, until }: { open: boolean; until?: Date }) => ({ open, until })
