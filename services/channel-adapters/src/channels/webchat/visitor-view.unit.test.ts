import type { ConversationSummary, Message, Transition } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { reactionPush, stepPush } from './pushes.ts'
import { answering, historyOf, seenBy } from './visitor-view.ts'

const aConversation = (status: ConversationSummary['status'], owner: string | undefined = 'Ana') =>
  ({
    ...{ id: 'c', status, channel: { id: 'ch' }, contact: { externalId: 'v' } },
    ...(owner && { agent: { id: 'a', name: owner } })
  }) as ConversationSummary

test.each([
  ['the agent who serves a visitor answers', 'ongoing', 'Ana', { name: 'Ana' }],
  [
    'an agent who has parked the conversation, or lost the connection, is away',
    'pending',
    'Ana',
    { name: 'Ana', away: true }
  ],
  ['an agent who is offered it does not answer yet', 'offered', '', {}],
  ['an agent who transfers it still answers while it is on offer', 'offered', 'Ana', { name: 'Ana' }]
] as const)('%s', (_, status, owner, agent) => {
  expect(answering(aConversation(status, owner))).toEqual(agent)
  const { conversation } = historyOf('v', { conversation: aConversation(status, owner), messages: [] }, new Date())
  expect(conversation).toEqual({ id: 'c', status, ...('name' in agent && { agent }) })
})

test.each([
  ['ongoing', { name: 'Ana' }],
  ['pending', { name: 'Ana', away: true }]
] as const)('what is %s and on offer to a colleague looks unchanged to the visitor', (from, payload) => {
  expect(stepPush(aConversation('offered'), { from, to: 'offered' } as Transition)).toMatchObject({ payload })
})

test('a visitor sees our reaction to their message, in the history and live, until it is removed', () => {
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

test('a visitor is told that a file is no longer kept', () => {
  const content = { type: 'file' as const, mediaId: 'f', mimeType: 'application/pdf', name: 'bill.pdf' }
  const at = '2030-01-01T12:00:00.000Z'
  const message: Message = {
    ...{ id: 'm', conversationId: 'c', direction: 'inbound', author: { kind: 'contact' }, sentAt: at, receivedAt: at },
    ...{ content, mediaGone: true }
  }
  const { messages } = historyOf('v', { conversation: aConversation('ongoing'), messages: [message] }, new Date())
  expect(messages).toMatchObject([{ content, mediaGone: true }])
})
