import type { ConversationSummary } from '@inbox/contracts'
import { describe, expect, it } from '@jest/globals'
import { arranged } from './arranged.ts'

const at = (minute: number) => `2026-03-02T12:${String(minute).padStart(2, '0')}:00Z`
const said = (id: string, direction: 'inbound' | 'outbound', minute: number) =>
  ({ id, enqueuedAt: at(0), lastMessage: { direction, preview: id, at: at(minute) } }) as ConversationSummary
const none = { id: 'none', enqueuedAt: at(1) } as ConversationSummary
/** In the server's order: the newest change of status first. */
const items = [said('answered', 'outbound', 9), said('asksLate', 'inbound', 8), none, said('asksEarly', 'inbound', 3)]
const ids = (order: Parameters<typeof arranged>[1]) => arranged(items, order).map(({ id }) => id)

describe('a list of conversations', () => {
  it('shows what waits for an answer first, the longest wait at the top', () => {
    expect(ids('unanswered')).toEqual(['asksEarly', 'asksLate', 'answered', 'none'])
  })
  it('shows the latest message first', () => {
    expect(ids('lastMessage')).toEqual(['answered', 'asksLate', 'asksEarly', 'none'])
  })
  it('is in the server’s order unless somebody chose another', () => {
    expect(arranged(items, 'status')).toBe(items)
  })
})
