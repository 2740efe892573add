import type { ConversationSummary } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { hindrance } from './answerable.ts'

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
  expect(hindrance(ongoing, 'ana', BEFORE)).toBeUndefined()
  expect(hindrance(ongoing, 'ana', BEFORE + 1)).toBe('windowExpired')
})

test('only the owner answers, and only what is started', () => {
  const { agent: _, ...nobodys } = ongoing
  const offer = { id: 'o', agentId: 'ana', kind: 'automatic' as const }
  expect(hindrance(ongoing, 'rui', BEFORE)).toBe('otherAgent')
  expect(hindrance({ ...nobodys, status: 'queued' }, 'ana', BEFORE)).toBe('queued')
  expect(hindrance({ ...nobodys, status: 'offered', offer }, 'ana', BEFORE)).toBe('offered')
  expect(hindrance({ ...nobodys, status: 'offered', offer }, 'rui', BEFORE)).toBe('offeredElsewhere')
  expect(hindrance({ ...ongoing, status: 'pending' }, 'ana', BEFORE)).toBe('pending')
  expect(hindrance({ ...ongoing, status: 'closed' }, 'ana', BEFORE)).toBe('closed')
})

test('while a transfer is offered, the source still answers', () => {
  const offer = { id: 'o', agentId: 'rui', kind: 'transfer' as const }
  expect(hindrance({ ...ongoing, status: 'offered', offer }, 'ana', BEFORE)).toBeUndefined()
})
