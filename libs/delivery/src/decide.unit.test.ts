import { describe, expect, test } from '@jest/globals'
import { after, begun, dueNow, ended, retryMs, unanswered } from './decide.ts'
import type { Delivery } from './delivery.ts'

const now = new Date('2030-01-01T12:00:00.000Z')
const later = (ms: number) => new Date(now.getTime() + ms)
const delivery = (more: Partial<Delivery<string>> = {}): Delivery<string> => ({
  ...{ _id: 'm1', version: 1, outbox: [], target: 'shop', line: 'c1', payload: 'Hello' },
  ...{ requestedAt: now, until: later(86_400_000), state: 'sending', dueAt: later(60_000), position: 1, attempts: 1 },
  ...more
})

test('pauses double from one second to ten minutes, each a quarter shorter or longer at random', () => {
  expect([1, 2, 3, 4].map(attempts => retryMs(attempts, 0.5))).toEqual([1000, 2000, 4000, 8000])
  expect(retryMs(1000, 0.5)).toBe(600_000)
  expect([retryMs(1, 0), retryMs(1, 1)]).toEqual([750, 1250])
})

test('whoever begins an attempt has it until the lease ends, and counts it', () => {
  expect(begun(delivery({ state: 'waiting', attempts: 4 }), later(60_000))).toMatchObject({
    ...{ state: 'sending', attempts: 5, dueAt: later(60_000) }
  })
})

describe('an attempt', () => {
  test('is kept with the receiver’s answer, if that is reported, until another one is answered', () => {
    const answer = { status: 503, text: 'busy', at: now }
    const next = after(delivery(), { kind: 'retry', error: '503', answer }, now, 0.5)
    expect(next.answer).toEqual(answer)
    const sent = after(next, { kind: 'sent' }, now, 0.5)
    expect(sent).toMatchObject({ answer, ending: { kind: 'sent' } })
    const taken = { ...answer, status: 200 }
    expect(after(next, { kind: 'sent', answer: taken }, now, 0.5)).toMatchObject({
      answer: taken,
      ending: { kind: 'sent' }
    })
  })

  test('that was accepted ends the delivery with the receipt', () => {
    const next = after(delivery(), { kind: 'sent', receipt: 'p1' }, now, 0.5)
    expect(next).toMatchObject({ state: 'over', ending: { kind: 'sent', receipt: 'p1' }, endedAt: now })
    expect(next.dueAt).toBeUndefined()
  })

  test('that was refused ends it with the reason', () => {
    const next = after(delivery(), { kind: 'refused', error: 'too long' }, now, 0.5)
    expect(next).toMatchObject({ state: 'over', ending: { kind: 'refused' }, error: 'too long' })
  })

  test('that came too early waits as long as the receiver said, and does not count', () => {
    const next = after(delivery({ attempts: 3 }), { kind: 'later', error: 'too early', afterMs: 6000 }, now, 0.5)
    expect(next).toMatchObject({ state: 'waiting', dueAt: later(6000), attempts: 2 })
  })

  test('of unknown outcome stays in progress while the receiver may still report it, and then is uncertain', () => {
    const next = after(delivery(), { kind: 'uncertain', error: 'no answer' }, now, 0.5, 60_000)
    expect(next).toMatchObject({ state: 'sending', dueAt: later(60_000), error: 'no answer' })
    expect(next.ending).toBeUndefined()
    expect(dueNow(next, false, later(60_000))).toMatchObject({ kind: 'uncertain' })
    expect(after(delivery(), { kind: 'uncertain', error: 'no answer' }, now, 0.5)).toMatchObject({ state: 'over' })
  })

  test('that failed is retried after a pause, or when the receiver has said', () => {
    const retried = (afterMs?: number) =>
      after(delivery({ attempts: 3 }), { kind: 'retry', error: '503', afterMs }, now, 0.5)
    expect(retried()).toMatchObject({ state: 'waiting', error: '503', dueAt: later(4000) })
    expect(retried(60_000).dueAt).toEqual(later(60_000))
    // asking for less does not shorten the back-off
    expect(retried(1).dueAt).toEqual(later(4000))
  })

  test('is never planned for when it is no longer of use', () => {
    const next = after(delivery({ attempts: 12, until: later(5000) }), { kind: 'retry', error: '503' }, now, 0.5)
    expect(next.dueAt).toEqual(later(5000))
  })

  test('on a disconnected target waits only for the target', () => {
    const next = after(delivery({ attempts: 9 }), { kind: 'disconnected', error: 'gone' }, now, 0.5)
    expect(next).toMatchObject({ state: 'waiting', dueAt: now, error: 'gone' })
  })
})

describe('a delivery that is due', () => {
  const due = (more: Partial<Delivery<string>>, idempotent: boolean) => dueNow(delivery(more), idempotent, now)

  test('is attempted; after its time it has ended late', () => {
    expect(due({ state: 'waiting' }, false)).toBe('attempt')
    expect(due({ state: 'waiting', until: now, error: '503' }, true)).toEqual({ kind: 'late', error: '503' })
  })

  test('and may have been received is retried only with a receiver that recognises it, and only in time', () => {
    expect(due({ state: 'sending' }, true)).toBe('attempt')
    expect(due({ state: 'sending' }, false)).toMatchObject({ kind: 'uncertain' })
    expect(due({ state: 'sending', until: now }, true)).toMatchObject({ kind: 'uncertain' })
  })

  test('and was cut off is retried by the same rule', () => {
    expect([unanswered('reset', true).kind, unanswered('reset', false).kind]).toEqual(['retry', 'uncertain'])
  })
})

test('what nobody accepted in time ends late, keeping the last reason', () => {
  expect(ended(delivery({ error: '503' }), { kind: 'late', error: '503' }, now)).toMatchObject({
    ...{ state: 'over', ending: { kind: 'late', error: '503' }, error: '503' }
  })
})
