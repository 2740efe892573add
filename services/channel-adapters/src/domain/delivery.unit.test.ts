import { expect, test } from '@jest/globals'
import { mayLeave, ofUseUntil } from './delivery.ts'

const expiresAt = '2030-01-01T12:00:00.000Z'
const content = { type: 'text' as const, text: 'Hello' }
const template = { type: 'template' as const, name: 'hello', language: 'en', components: [], text: 'Hello' }

test('I9: a message leaves until the last millisecond of its session window, and not at its end', () => {
  expect(mayLeave({ content, window: { expiresAt } }, new Date('2030-01-01T11:59:59.999Z'))).toBe(true)
  expect(mayLeave({ content, window: { expiresAt } }, new Date(expiresAt))).toBe(false)
  expect(mayLeave({ content }, new Date(expiresAt))).toBe(true)
})

test('I9: a template also leaves after the end of the session window, for a day', () => {
  const asked = { content: template, window: { expiresAt }, requestedAt: '2030-01-01T11:00:00.000Z' }
  expect(mayLeave(asked, new Date('2030-01-01T12:00:00.001Z'))).toBe(true)
  expect(ofUseUntil(asked)).toEqual(new Date('2030-01-02T11:00:00.000Z'))
  expect(ofUseUntil({ ...asked, content })).toEqual(new Date(expiresAt))
})
