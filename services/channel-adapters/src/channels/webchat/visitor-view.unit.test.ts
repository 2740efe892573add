import type { ConversationSummary, Message } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { reactionPush } from './pushes.ts'
import { answering, historyOf, seenBy } from './visitor-view.ts'

const aConversation = (status: ConversationSummary['status']) =>
  ({ id: 'c', status, agent: { id: 'a', name: 'Ana' } }) as ConversationSummary

test.each([
  ['who serves a visitor answers', 'ongoing', { name: 'Ana' }],
  ['who has parked the conversation, or lost the connection, is away', 'pending', { name: 'Ana', away: true }],
  ['whom it is offered to does not answer yet', 'offered', {}]
] as const)('%s', (_, status, agent) => {
  expect(answering(aConversation(status))).toEqual(agent)
  const { conversation } = historyOf('v', { conversation: aConversation(status), messages: [] })
  expect(conversation).toEqual({ id: 'c', status, ...('name' in agent && { agent }) })
})

test('a visitor sees what we think of their message, in the history and as it comes, until that is taken back', () => {
  const at = '2030-01-01T12:00:00.000Z'
  const message = (emoji?: string): Message => ({
    ...{ id: 'm', conversationId: 'c', direction: 'inbound', author: { kind: 'contact' }, sentAt: at, receivedAt: at },
    content: { type: 'text', text: 'Hello' },
    ourReaction: { ...(emoji && { emoji }), author: { id: 'a', name: 'Ana' }, at, times: 1, status: 'queued' }
  })
  const pushed = (emoji?: string) => reactionPush({ message: message(emoji), departmentId: 'd' })
  expect([seenBy('v', message('👍')).reaction, seenBy('v', message()).reaction]).toEqual(['👍', undefined])
  expect(pushed('👍')).toEqual({ room: 'conversation c', event: 'reaction', payload: { messageId: 'm', emoji: '👍' } })
  expect(pushed()).toMatchObject({ payload: { messageId: 'm' } })
})
