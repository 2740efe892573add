import { expect, it } from '@jest/globals'
import { attendanceOf } from './attendance.ts'

const hours = { timeZone: 'UTC', weekly: [{ day: 1, from: '09:00', to: '18:00' }], holidays: [] }
const sunday = new Date('2030-01-06T12:00:00.000Z')
const monday = new Date('2030-01-07T10:00:00.000Z')

it.each([
  ['says when a closed department reopens while nobody is there', false, hours, sunday, '2030-01-07T09:00:00.000Z'],
  ['says nothing about that while somebody is there although it is closed', true, hours, sunday, undefined],
  ['does not know when somebody comes if somebody should be there already', false, hours, monday, undefined],
  ['does not know it without business hours', false, undefined, sunday, undefined],
  ['does not know it if no hours are ever open again', false, { ...hours, weekly: [] }, sunday, undefined]
])('%s', (_, attended, given, now, opensAt) => {
  expect(attendanceOf(attended, given, now)).toEqual({ attended, ...(opensAt && { opensAt }) })
})
