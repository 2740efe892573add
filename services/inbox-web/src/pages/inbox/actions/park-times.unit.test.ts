import { expect, it, test } from '@jest/globals'
import { localValueOf, parkTimes } from './park-times.ts'

const local = (day: number, hour: number, minute = 0) => new Date(2030, 0, day, hour, minute)

it.each<[string, Date, [string, Date][]]>([
  [
    'in the morning, also the afternoon of that day',
    local(31, 10, 30),
    [
      ['hour', local(31, 11, 30)],
      ['afternoon', local(31, 14)],
      ['tomorrow', new Date(2030, 1, 1, 9)]
    ]
  ],
  [
    'at 13:01, no longer the afternoon',
    local(7, 13, 1),
    [
      ['hour', local(7, 14, 1)],
      ['tomorrow', local(8, 9)]
    ]
  ],
  [
    'late at night, too',
    local(7, 23, 30),
    [
      ['hour', local(8, 0, 30)],
      ['tomorrow', local(8, 9)]
    ]
  ]
])('one can park until sensible times: %s', (_title, now, times) => {
  expect(parkTimes(now)).toEqual(times)
})

test('a time in the field is shown in local time, and read as that', () => {
  const time = local(3, 9, 5)
  expect(localValueOf(time)).toBe('2030-01-03T09:05')
  expect(new Date(localValueOf(time))).toEqual(time)
})
