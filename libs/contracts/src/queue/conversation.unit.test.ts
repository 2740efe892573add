import { expect, test } from '@jest/globals'
import { conversationSummary } from './conversation.ts'

const ref = { id: 'x', externalId: 'x', kind: 'whatsapp', name: 'X' }
const told = {
  id: 'c',
  version: 1,
  status: 'queued',
  channel: ref,
  contact: ref,
  departmentId: 'd',
  unread: 0,
  tags: []
}

test('a conversation as published by 0.1, which knew no referenceNumber, can be read', () => {
  const { data } = conversationSummary.safeParse({ ...told, enqueuedAt: '2026-03-02T12:00:00Z', protocol: 'p' })
  expect(data).toMatchObject({ id: 'c', referenceNumber: '' })
})
