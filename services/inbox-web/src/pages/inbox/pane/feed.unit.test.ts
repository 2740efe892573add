import type { Message } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { feedOf, firstUnreadOf, withMessage } from './feed.ts'

const message = (id: string, minute: number, more: Partial<Message> = {}): Message => ({
  id,
  conversationId: 'c',
  direction: 'inbound',
  author: { kind: 'contact' },
  content: { type: 'text', text: id },
  sentAt: new Date(Date.UTC(2025, 0, 1, 12, minute)).toISOString(),
  receivedAt: new Date(Date.UTC(2025, 0, 1, 12, minute)).toISOString(),
  ...more
})
const page = (...items: Message[]) => ({ items, nextCursor: null })
const idsOf = (pages: { items: Message[] }[]) => pages.flatMap(({ items }) => items.map(({ id }) => id))

test('a pushed message is placed by when it was written', () => {
  expect(idsOf(withMessage([page(message('a', 1), message('c', 3))], message('b', 2)))).toEqual(['a', 'b', 'c'])
})

test('a pushed message that is there already is not duplicated, and its delivery never goes backwards', () => {
  const read = message('a', 1, { status: 'read', version: 3 })
  const pages = withMessage([page(read)], message('a', 1, { status: 'sent', version: 1 }))
  expect(pages[0]!.items).toEqual([read])
  const newer = message('a', 1, { status: 'failed', version: 4 })
  expect(withMessage([page(read)], newer)[0]!.items).toEqual([newer])
})

test('a line is shown where a day starts, and notes are shown among the messages', () => {
  const note = {
    id: 'n',
    conversationId: 'c',
    author: { id: 'ana', name: 'Ana' },
    text: 'x',
    at: message('', 2).sentAt
  }
  const tomorrow = message('later', 60 * 24)
  const entries = feedOf([message('a', 1), message('b', 3), tomorrow], [note], instant => instant.slice(0, 10))
  expect(entries.map(({ kind, key }) => (kind === 'day' ? `— ${key}` : key))).toEqual([
    '— 2025-01-01',
    'a',
    'n',
    'b',
    '— 2025-01-02',
    'later'
  ])
})

test('messages by one author shortly after each other are grouped', () => {
  const entries = feedOf([message('a', 1), message('b', 2), message('c', 9)], [], () => 'day')
  expect(entries.flatMap(entry => (entry.kind === 'message' ? [entry.follows] : []))).toEqual([false, true, false])
})

test('the first unread one is found by counting back the contact’s unread messages, whatever arrived since', () => {
  const answer = message('mine', 3, { direction: 'outbound' })
  const all = [message('a', 1), message('b', 2), answer, message('c', 4), message('since', 5)]
  expect(firstUnreadOf(all, 2, 'c')).toBe('b')
  expect(firstUnreadOf(all, 1, 'c')).toBe('c')
  expect(firstUnreadOf(all, 0, 'c')).toBeUndefined()
})

test('if all is unread, or the first of it is not loaded, no line is shown', () => {
  const all = [message('a', 1), message('b', 2)]
  expect(firstUnreadOf(all, 2, 'b')).toBeUndefined()
  expect(firstUnreadOf(all, 9, 'b')).toBeUndefined()
})

test('what was loaded of a message is kept when the same version is pushed, and what it quotes with any version', () => {
  const replyTo = { messageId: 'b', quoted: { direction: 'outbound', type: 'text', preview: 'Hello' } } as const
  const read = message('a', 1, { version: 3, formerly: [], replyTo })
  expect(withMessage([page(read)], message('a', 1, { version: 3 }))[0]!.items).toEqual([read])
  const next = message('a', 1, { version: 4, replyTo: { messageId: 'b' } })
  expect(withMessage([page(read)], next)[0]!.items).toEqual([{ ...next, replyTo }])
})

test('a message is shown with what it quotes, by our id or the provider’s', () => {
  const [a, b] = [message('a', 1), message('b', 2, { providerMessageId: 'wamid' })]
  const quoting = ['a', 'wamid', 'unknown'].map((messageId, n) => message(`q${n}`, 3 + n, { replyTo: { messageId } }))
  const entries = feedOf([a, b, ...quoting], [], () => 'today')
  const targets = entries.map(entry => (entry.kind === 'message' && entry.target?.id) || undefined).slice(3)
  expect(targets).toEqual(['a', 'b', undefined])
})
