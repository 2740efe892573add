import type { ConversationSummary } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { neighbour, nextUnanswered } from './next.ts'

const of = (id: string, agentId: string, direction: 'inbound' | 'outbound') =>
  ({
    id,
    agent: { id: agentId, name: agentId },
    lastMessage: { direction, preview: '', at: '' }
  }) as ConversationSummary

const list = [of('a', 'me', 'inbound'), of('b', 'me', 'outbound'), of('c', 'rui', 'inbound'), of('d', 'me', 'inbound')]

test.each([
  ['a', 'b'],
  ['d', 'c'],
  ['x', undefined]
])('beside %s is %s', (id, beside) => {
  expect(neighbour(list, id)?.id).toBe(beside)
  expect(neighbour(list.slice(0, 1), 'a')).toBeUndefined()
})

test.each([
  ['a', 'd'],
  ['b', 'd'],
  ['d', 'a'],
  [undefined, 'a']
])('after %s, the next conversation is %s: answered ones and others’ are skipped', (open, next) => {
  expect(nextUnanswered(list, open, 'me')?.id).toBe(next)
  expect(nextUnanswered(list.slice(0, 2), 'a', 'me')).toBeUndefined()
})
