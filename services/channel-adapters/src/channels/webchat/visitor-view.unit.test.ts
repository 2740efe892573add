import type { ConversationSummary } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { answering, historyOf } from './visitor-view.ts'

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
