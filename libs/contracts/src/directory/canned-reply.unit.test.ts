import { describe, expect, test } from '@jest/globals'
import { cannedReplyFields, fillPlaceholders } from './canned-reply.ts'

const reply = { name: 'Hello', shortcut: 'hello', text: 'Hello {{contact.name}}' }
const fill = (text: string, contactName?: string) =>
  fillPlaceholders(text, { ...(contactName && { 'contact.name': contactName }), referenceNumber: '2026-1' })

describe('a canned reply', () => {
  test('fills its placeholders, however they are spaced', () => {
    expect(fill('Hello {{contact.name}}, this is {{ referenceNumber }}.', 'Zoë')).toBe('Hello Zoë, this is 2026-1.')
  })

  test('is also filled if it was written for 0.1, which called the reference number protocol', () => {
    const text = 'This is {{protocol}}.'
    expect(fill(text)).toBe('This is 2026-1.')
    expect(cannedReplyFields.safeParse({ ...reply, text }).success).toBe(true)
  })

  test.each([
    ['Hello {{contact.name}}, welcome', 'Hello, welcome'],
    ['{{contact.name}}, welcome', 'welcome'],
    ['Welcome {{contact.name}}!', 'Welcome!']
  ])('reads well without an unknown value: %s', (text, filled) => {
    expect(fill(text)).toBe(filled)
  })

  test('does not fill placeholders inside a value', () => {
    expect(fill('Hello {{contact.name}}', '{{referenceNumber}} $& $1')).toBe('Hello {{referenceNumber}} $& $1')
  })

  test('keeps line breaks and leaves single braces alone', () => {
    expect(fill('{a}\n\n{{contact.name}} {{other}}', 'Zoë')).toBe('{a}\n\nZoë {{other}}')
  })

  test('is refused with an unknown placeholder, naming it', () => {
    const { error } = cannedReplyFields.safeParse({ ...reply, text: 'Hello {{customer}}' })
    expect(error?.issues).toMatchObject([
      { path: ['text'], message: expect.stringContaining('{{customer}} is not one of') }
    ])
  })

  test.each(['Hello', 'a b', '-a', '', 'a'.repeat(41)])('is refused with the shortcut %j', shortcut => {
    expect(cannedReplyFields.safeParse({ ...reply, shortcut }).success).toBe(false)
  })

  test.each(['preço', 'ok-2', '你好'])('accepts the shortcut %j', shortcut => {
    expect(cannedReplyFields.safeParse({ ...reply, shortcut }).success).toBe(true)
  })
})
