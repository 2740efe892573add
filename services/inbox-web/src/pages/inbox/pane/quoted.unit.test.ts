import type { Message } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { quoteIn, stepped } from './quoted.ts'

const said = (id: string, text: string): Message => ({
  ...{ id, conversationId: 'c', direction: 'inbound', author: { kind: 'contact', name: 'Bia' } },
  ...{ content: { type: 'text', text }, sentAt: '2030-01-01T12:00:00Z', receivedAt: '2030-01-01T12:00:00Z' }
})

test('a quote shows what is in the feed, else what the server sent, else nothing', () => {
  const quoted = { direction: 'inbound', author: 'Bia', type: 'text', preview: 'as it was' } as const
  const replyTo = { messageId: 'a', quoted }
  expect(quoteIn({ replyTo }, said('a', 'as it is'))).toEqual({
    author: 'Bia',
    said: { type: 'text', preview: 'as it is' }
  })
  expect(quoteIn({ replyTo }, undefined)).toMatchObject({ author: 'Bia', said: { preview: 'as it was' } })
  expect(quoteIn({ replyTo: { messageId: 'a' } }, undefined)).toBeUndefined()
})

test('keys move from message to message, skip what was deleted, and stop below the last one', () => {
  const all = [said('a', '1'), { ...said('b', '2'), content: { type: 'revoked' } as const }, said('c', '3')]
  const at = (from: string | undefined, by: 1 | -1) => stepped(all, from, by)?.id
  expect([at(undefined, -1), at('c', -1), at('a', -1), at('a', 1), at('c', 1), at(undefined, 1)]).toEqual([
    ...['c', 'a', 'a', 'c'],
    undefined,
    undefined
  ])
})
