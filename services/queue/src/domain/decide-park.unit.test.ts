import { describe, expect, it, test } from '@jest/globals'
import { after, enqueued, inStatus, noon, present } from '../../test/builders.ts'
import { ana, resume } from '../../test/commands.ts'
import { byAgent, type Conversation } from './conversation.ts'
import { decide } from './decide.ts'
import type { ComeBack, Park } from './decide-park.ts'
import { unchanged } from './decision.ts'
import { summaryOf } from './summary.ts'

const HOUR = 3_600_000
const park: Park = { type: 'park', agentId: 'ana', reason: 'parked', actor: byAgent(ana) }
const inAnHour = after(HOUR)
const until = (when: Date | 'contactWrites', change: Partial<Park> = {}): Park => ({
  ...park,
  until: when === 'contactWrites' ? when : when.toISOString(),
  ...change
})
const parked = (comesBack: { at?: Date; wrote?: true }, change: object = {}) =>
  ({ ...inStatus.pending(change), comesBack }) as Conversation
const toAna: ComeBack = { type: 'comeBack', agentId: 'ana', to: { agent: present('ana'), slot: 'ana#1' } }
const toQueue: ComeBack = { type: 'comeBack', agentId: 'ana' }

function done(conversation: Conversation, command: Park | ComeBack, now = noon) {
  const decided = decide(command, conversation, now)
  if (!decided.ok || decided.value === unchanged) throw new Error(JSON.stringify(decided))
  return decided.value
}
const untilOf = (conversation: Conversation) => summaryOf(conversation).parkedUntil

describe('T8: an owner who parks', () => {
  it('says until when, which everybody sees and the history keeps', () => {
    const { next, step } = done(inStatus.ongoing(), until(inAnHour))
    expect(next).toMatchObject({ status: 'pending', agent: ana, reason: 'parked' })
    expect(untilOf(next)).toBe(inAnHour.toISOString())
    expect(step).toMatchObject({ rule: 'T8', cause: 'parked', until: inAnHour.toISOString() })
  })

  it('may name another time later, or none; the same time again changes nothing', () => {
    const before = done(inStatus.ongoing(), until(inAnHour)).next
    expect(decide(until(inAnHour), before, after(2 * HOUR))).toEqual({ ok: true, value: unchanged })
    const { next, step } = done(before, until('contactWrites', { note: 'they are on holiday' }))
    expect(untilOf(next)).toBe('contactWrites')
    expect(step).toMatchObject({ rule: 'T8', from: 'pending', to: 'pending', note: 'they are on holiday' })
    expect(untilOf(done(next, park).next)).toBeUndefined()
  })

  it('cannot name a time that has passed or is more than a year away', () => {
    for (const when of [noon, after(-HOUR), after(367 * 24 * HOUR)])
      for (const before of [inStatus.ongoing(), inStatus.pending()])
        expect(decide(until(when), before, noon)).toMatchObject({ ok: false, error: { code: 'unprocessable' } })
  })

  it('and is lost afterwards does not lose the time', () => {
    const before = parked({ at: inAnHour })
    expect(decide({ ...park, reason: 'agentLost' }, before, noon)).toEqual({ ok: true, value: unchanged })
  })
})

describe('T24: a conversation parked until now', () => {
  it('returns to its owner, in one of their slots', () => {
    const { next, step } = done(parked({ at: inAnHour }), toAna, inAnHour)
    expect(next).toMatchObject({ status: 'ongoing', agent: ana, slots: ['ana#1'], enqueuedAt: enqueued })
    expect(next).not.toHaveProperty('comesBack')
    expect(step).toMatchObject({ rule: 'T24', cause: 'parkEnded', actor: { kind: 'system' } })
  })

  it('goes to Queue, at its old position and to its owner first, if they cannot take it', () => {
    const { next, step } = done(parked({ at: inAnHour }), toQueue, after(2 * HOUR))
    expect(next).toMatchObject({ status: 'queued', preferredAgentId: 'ana', enqueuedAt: enqueued, priority: 0 })
    expect(next).not.toHaveProperty('comesBack')
    expect(step).toMatchObject({ rule: 'T24', previousAgentId: 'ana' })
  })

  it('records that the contact brought it back', () => {
    const { step } = done(parked({ at: noon, wrote: true }), toAna)
    expect(step).toMatchObject({ cause: 'contactWrote', actor: { kind: 'contact' } })
  })

  const early = after(HOUR - 1)
  test.each<[string, Conversation, ComeBack, Date, string]>([
    ['is not given back early', parked({ at: inAnHour }), toAna, early, 'illegal-transition'],
    ['is not given back before its contact writes', parked({}), toQueue, noon, 'illegal-transition'],
    ['and never was parked, stays', inStatus.pending(), toQueue, noon, 'illegal-transition'],
    [
      'that somebody else has by now stays with them',
      parked({ at: noon }),
      { ...toQueue, agentId: 'rui' },
      noon,
      'not-owner'
    ],
    [
      'stays once its session window is over',
      parked({ at: noon }, { window: { expiresAt: noon } }),
      toQueue,
      noon,
      'window-expired'
    ],
    ...(['preBreak', 'break', 'loggedOut'] as const).map(
      status =>
        [
          `is not given to an owner who is on ${status}`,
          parked({ at: noon }),
          { ...toAna, to: { agent: present('ana', { status }), slot: 'ana#1' } },
          noon,
          'not-eligible'
        ] as [string, Conversation, ComeBack, Date, string]
    )
  ])('%s', (_title, conversation, command, now, code) => {
    expect(decide(command, conversation, now)).toMatchObject({ ok: false, error: { code } })
  })

  it('does not return once its owner has resumed it', () => {
    const taken = decide(resume, parked({ at: inAnHour }), noon)
    expect(taken).toMatchObject({ ok: true, value: { next: { status: 'ongoing' } } })
    if (taken.ok && taken.value !== unchanged) {
      expect(taken.value.next).not.toHaveProperty('comesBack')
      expect(decide(toQueue, taken.value.next, inAnHour)).toMatchObject({ ok: false })
    }
  })
})
