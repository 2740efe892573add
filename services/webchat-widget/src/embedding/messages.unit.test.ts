import { describe, expect, test } from '@jest/globals'
import { fromFrame, fromPage, identityOf } from './messages.ts'

const OURS = 'https://adapters.example.com'
const frame = {} as Window
const page = {} as Window
const foreign = {} as Window

describe('the surrounding page', () => {
  const hear = (event: { data?: unknown; origin?: string; source?: Window | null }) =>
    fromFrame({ data: { serviceInbox: 'close' }, origin: OURS, source: frame, ...event }, frame, OURS)

  test('hears the frame', () => {
    expect(hear({})).toEqual({ serviceInbox: 'close' })
    expect(hear({ data: { serviceInbox: 'unread', count: 3 } })).toEqual({ serviceInbox: 'unread', count: 3 })
  })

  test('hears no other window, nor a frame that was navigated elsewhere', () => {
    expect(hear({ source: foreign })).toBeUndefined()
    expect(hear({ source: null })).toBeUndefined()
    expect(hear({ origin: 'https://evil.example' })).toBeUndefined()
    expect(hear({ origin: 'null' })).toBeUndefined()
  })

  test.each([
    undefined,
    null,
    'close',
    {},
    { serviceInbox: 'eval' },
    { serviceInbox: 'unread', count: '<img>' },
    { serviceInbox: 'unread', count: -1 }
  ])('does not accept %j as a message', data => {
    expect(hear({ data })).toBeUndefined()
  })
})

describe('the frame', () => {
  const hear = (data: unknown, source = page) => fromPage({ data, origin: 'https://shop.example', source }, page)

  test('hears the surrounding page, and no other window', () => {
    expect(hear({ serviceInbox: 'opened' })).toEqual({ serviceInbox: 'opened' })
    for (const serviceInbox of ['opened', 'forget']) expect(hear({ serviceInbox }, foreign)).toBeUndefined()
  })

  test('cannot be made to write, nor to reveal what was written', () => {
    for (const serviceInbox of ['message', 'history', 'send', 'token', 'leave'])
      expect(hear({ serviceInbox, content: { type: 'text', text: 'x' } })).toBeUndefined()
  })

  test('accepts the valid parts of an identity', () => {
    const visitor = { id: 7, signature: 'abc', name: 'Zoe', email: { toString: 'no' }, admin: true }
    expect(hear({ serviceInbox: 'identify', visitor })).toEqual({
      serviceInbox: 'identify',
      visitor: { id: '7', signature: 'abc', name: 'Zoe' }
    })
    expect(hear({ serviceInbox: 'identify' })).toBeUndefined()
  })
})

test.each([
  undefined,
  null,
  'zoe',
  {},
  { id: 'zoe' },
  { id: ' ', signature: 'abc' },
  { id: 'z', signature: 'x'.repeat(400) }
])('%j is not an identity', given => {
  expect(identityOf(given)).toBeUndefined()
})
