import { expect, test } from '@jest/globals'
import { mayLeave } from './delivery.ts'

const expiresAt = '2030-01-01T12:00:00.000Z'

test('I9: a message leaves until the last millisecond of its session window, and not at its end', () => {
  expect(mayLeave({ window: { expiresAt } }, new Date('2030-01-01T11:59:59.999Z'))).toBe(true)
  expect(mayLeave({ window: { expiresAt } }, new Date(expiresAt))).toBe(false)
  expect(mayLeave({}, new Date(expiresAt))).toBe(true)
})
