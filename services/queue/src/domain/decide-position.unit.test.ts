import { describe, expect, it } from '@jest/globals'
import { after, inStatus, noon } from '../../test/builders.ts'
import type { Conversation } from './conversation.ts'
import { decideTellPosition, type TellPosition } from './decide-position.ts'
import { unchanged } from './decision.ts'

const command = (more: Partial<TellPosition> = {}): TellPosition => ({
  type: 'tellPosition',
  position: 3,
  departmentId: 'sales',
  messageId: 'told',
  text: 'You are number 3.',
  everyMs: 60_000,
  ...more
})
const decided = (conversation: Conversation, more: Partial<TellPosition> = {}, now = noon) => {
  const decision = decideTellPosition(command(more), conversation, now)
  if (!decision.ok) throw new Error(decision.error.code)
  return decision.value
}
const toldAt = (ms: number, position = 2) => inStatus.queued({ toldPosition: { position, at: after(ms) } })

describe('the place in the queue', () => {
  it('is told to who waits, and remembered as told', () => {
    const decision = decided(inStatus.queued())
    if (decision === unchanged) throw new Error('not told')
    expect(decision.notice).toMatchObject({
      id: 'told',
      author: { kind: 'system' },
      content: { text: 'You are number 3.' }
    })
    expect(decision).toMatchObject({
      positionTold: 3,
      next: { status: 'queued', toldPosition: { position: 3, at: noon } }
    })
  })

  it('is told no sooner than the interval allows, whoever asks how often', () => {
    expect(decided(toldAt(-59_999))).toBe(unchanged)
    expect(decided(toldAt(-60_000))).not.toBe(unchanged)
  })

  it.each([
    ['the same place', toldAt(-3_600_000, 3), {}],
    ['somebody whom an agent has', inStatus.ongoing(), {}],
    ['somebody with an offer', inStatus.offered(), {}],
    ['somebody who waits in another department by now', inStatus.queued(), { departmentId: 'support' }],
    ['I9: somebody whose session window has ended', inStatus.queued({ window: { expiresAt: noon } }), {}]
  ])('is not told: %s', (_, conversation, more) => {
    expect(decided(conversation, more)).toBe(unchanged)
  })
})
