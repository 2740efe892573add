import { describe, expect, it } from '@jest/globals'
import { after, inStatus, noon } from '../../test/builders.ts'
import type { Conversation } from './conversation.ts'
import { decideTellPosition, placeNow, type TellPosition } from './decide-position.ts'
import { unchanged } from './decision.ts'

const command = (more: Partial<TellPosition> = {}): TellPosition => ({
  type: 'tellPosition',
  position: 3,
  departmentId: 'sales',
  messageId: 'told',
  text: 'You are number 3.',
  everySeconds: 60,
  ...more
})
const decided = (conversation: Conversation, more: Partial<TellPosition> = {}, now = noon) => {
  const decision = decideTellPosition(command(more), conversation, now)
  if (!decision.ok) throw new Error(decision.error.code)
  return decision.value
}
const onSite = { id: 'web', kind: 'webchat', name: 'Site', session: { kind: 'attended' } } as const
const toldAt = (ms: number, position = 2) =>
  inStatus.queued({ channel: onSite, toldPosition: { position, at: after(ms) } })

describe('the position in the queue', () => {
  it('is told to whoever waits, and remembered as told', () => {
    const decision = decided(inStatus.queued())
    if (decision === unchanged) throw new Error('not told')
    expect(decision.notice).toMatchObject({
      id: 'told',
      author: { kind: 'system' },
      content: { text: 'You are number 3.' }
    })
    expect(decision).toMatchObject({
      positionTold: { position: 3 },
      next: { status: 'queued', toldPosition: { position: 3, at: noon } }
    })
  })

  it('is told with the expected wait, if that is known', () => {
    const decision = decided(inStatus.queued(), { estimateSeconds: 90 })
    expect(decision).toMatchObject({
      positionTold: { position: 3, estimateSeconds: 90 },
      next: { toldPosition: { position: 3, estimateSeconds: 90, at: noon } }
    })
  })

  it('is shown to a returning contact with what is left of the wait, and without it once that is over', () => {
    const told = inStatus.queued({ toldPosition: { position: 3, estimateSeconds: 90, at: noon } })
    expect(placeNow(told, after(30_000))).toEqual({ position: 3, estimateSeconds: 60 })
    expect(placeNow(told, after(90_000))).toEqual({ position: 3 })
    expect(placeNow(inStatus.queued(), noon)).toBeUndefined()
    expect(placeNow(inStatus.ongoing({ toldPosition: told.toldPosition! }), noon)).toBeUndefined()
  })

  it('is told no sooner than the interval allows, however often somebody asks', () => {
    expect(decided(toldAt(-59_999))).toBe(unchanged)
    expect(decided(toldAt(-60_000))).not.toBe(unchanged)
  })

  it('is told at most every 300 s if each message costs money, however short the interval', () => {
    const onWhatsApp = (ms: number) => inStatus.queued({ toldPosition: { position: 2, at: after(ms) } })
    expect(decided(onWhatsApp(-299_999))).toBe(unchanged)
    expect(decided(onWhatsApp(-300_000))).not.toBe(unchanged)
    expect(decided(onWhatsApp(-300_000), { everySeconds: 600 })).toBe(unchanged)
  })

  it.each([
    ['the same position', toldAt(-3_600_000, 3), {}],
    ['somebody whom an agent has accepted', inStatus.ongoing(), {}],
    ['somebody with an offer', inStatus.offered(), {}],
    ['somebody who waits in another department by now', inStatus.queued(), { departmentId: 'support' }],
    ['I9: somebody whose session window has ended', inStatus.queued({ window: { expiresAt: noon } }), {}]
  ])('is not told: %s', (_, conversation, more) => {
    expect(decided(conversation, more)).toBe(unchanged)
  })
})
