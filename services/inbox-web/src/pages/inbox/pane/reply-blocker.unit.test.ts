import type { ConversationSummary } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { replyBlocker } from './reply-blocker.ts'

const EXPIRES = '2025-01-02T12:00:00.000Z'
const ongoing: ConversationSummary = {
  id: 'c',
  referenceNumber: 'p',
  version: 1,
  status: 'ongoing',
  channel: { id: 'ch', kind: 'whatsapp', name: 'WhatsApp' },
  contact: { id: 'con', externalId: 'x' },
  departmentId: 'sales',
  agent: { id: 'ana', name: 'Ana' },
  enqueuedAt: '2025-01-01T12:00:00.000Z',
  window: { expiresAt: EXPIRES },
  unread: 0,
  tags: []
}
const BEFORE = Date.parse(EXPIRES) - 1

test('I9: an answer can be written until the window ends, and not at its very end', () => {
  expect(replyBlocker(ongoing, 'ana', BEFORE)).toBeUndefined()
  expect(replyBlocker(ongoing, 'ana', BEFORE + 1)).toBe('windowExpired')
})

test('only the owner answers, and only what is started', () => {
  const { agent: _, ...nobodys } = ongoing
  const offer = { id: 'o', agentId: 'ana', kind: 'automatic' as const }
  expect(replyBlocker(ongoing, 'rui', BEFORE)).toBe('otherAgent')
  expect(replyBlocker({ ...nobodys, status: 'queued' }, 'ana', BEFORE)).toBe('queued')
  expect(replyBlocker({ ...nobodys, status: 'offered', offer }, 'ana', BEFORE)).toBe('offered')
  expect(replyBlocker({ ...nobodys, status: 'offered', offer }, 'rui', BEFORE)).toBe('offeredElsewhere')
  expect(replyBlocker({ ...ongoing, status: 'pending' }, 'ana', BEFORE)).toBe('pending')
  expect(replyBlocker({ ...ongoing, status: 'closed' }, 'ana', BEFORE)).toBe('closed')
})

test('while a transfer is on offer, the source still answers', () => {
  const offer = { id: 'o', agentId: 'rui', kind: 'transfer' as const }
  expect(replyBlocker({ ...ongoing, status: 'offered', offer }, 'ana', BEFORE)).toBeUndefined()
})
