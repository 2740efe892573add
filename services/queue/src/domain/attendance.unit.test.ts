import { expect, it } from '@jest/globals'
import { attendanceOf } from './attendance.ts'

const hours = { timeZone: 'UTC', weekly: [{ day: 1, from: '09:00', to: '18:00' }], holidays: [] }
const sunday = new Date('2030-01-06T12:00:00.000Z')
const monday = new Date('2030-01-07T10:00:00.000Z')

it.each([
  ['says when a closed department opens again while nobody is there', false, hours, sunday, '2030-01-07T09:00:00.000Z'],
  ['says nothing of that while somebody is there although it is closed', true, hours, sunday, undefined],
  ['does not know when somebody comes who should be there', false, hours, monday, undefined],
  ['does not know it without business hours', false, undefined, sunday, undefined],
  ['does not know it where no hours are open ever again', false, { ...hours, weekly: [] }, sunday, undefined]
])('%s', (_, attended, given, now, opensAt) => {
  expect(attendanceOf(attended, given, now)).toEqual({ attended, ...(opensAt && { opensAt }) })
})
