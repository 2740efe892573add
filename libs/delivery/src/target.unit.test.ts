import { expect, test } from '@jest/globals'
import type { Outcome } from './delivery.ts'
import { Target } from './target.ts'

const now = new Date('2030-01-01T12:00:00.000Z')
const later = (ms: number) => new Date(now.getTime() + ms)
const away: Outcome = { kind: 'retry', error: '503' }
const taken: Outcome = { kind: 'sent' }

function attempt(target: Target, outcome: Outcome, at = now): string[] {
  target.begin()
  return target.end(outcome, at, 0.5)
}
function failing(): Target {
  const target = new Target(now)
  for (let failures = 0; failures < 5; failures++) attempt(target, away)
  return target
}

test('twenty deliveries go to a target at once; the next line is called when one has ended', () => {
  const target = new Target(now)
  for (let n = 0; n < 20; n++) {
    expect(target.admits(`line ${n}`, now)).toBe(true)
    target.begin()
  }
  expect(target.admits('another', now)).toBe('later')
  expect(target.end(taken, now, 0.5)).toEqual(['another'])
})

test('an attempt that is not made after all gives its place to the next line', () => {
  const target = new Target(now)
  for (let n = 0; n < 20; n++) target.begin()
  expect(target.admits('another', now)).toBe('later')
  expect(target.release()).toEqual(['another'])
  expect(target.admits('another', now)).toBe(true)
})

test('after five failed attempts a target rests, and is then tried by one at a time', () => {
  const target = failing()
  expect(target.health).toEqual({ state: 'failing', since: now, error: '503', retryAt: later(1000) })
  expect(target.admits('a', now)).toEqual(later(1000))
  expect(target.admits('a', later(1000))).toBe(true)
  target.begin()
  expect(target.admits('b', later(1000))).toBe('later')
})

test('of all lines that wait for a resting target, one tries when the rest is over, and calls the next', () => {
  const target = failing()
  expect(['a', 'b', 'a'].map(line => target.admits(line, now))).toEqual([later(1000), 'later', later(1000)])
  expect(target.admits('a', later(1000))).toBe(true)
  expect(attempt(target, away, later(1000))).toEqual(['b'])
  expect(target.admits('b', later(1000))).toEqual(later(3000))
})

test('rests grow while it is unavailable, and end for all lines when it accepts something', () => {
  const target = failing()
  target.admits('a', now)
  target.admits('b', now)
  attempt(target, away, later(1000))
  expect(target.health).toMatchObject({ since: now, retryAt: later(3000) })
  expect(attempt(target, taken, later(3000)).toSorted()).toEqual(['b'])
  expect(target.health).toMatchObject({ state: 'connected', since: later(3000) })
})

test('a refusal of one message is not a failure of its target', () => {
  const target = new Target(now)
  for (let n = 0; n < 10; n++) attempt(target, { kind: 'refused', error: 'too long' })
  expect(target.health.state).toBe('connected')
})

test('what came too early is not a failure of its target, and lets the next line go', () => {
  const target = new Target(now)
  for (let n = 0; n < 20; n++) target.begin()
  expect(target.admits('another', now)).toBe('later')
  for (let n = 0; n < 10; n++) {
    const freed = target.end({ kind: 'later', error: 'too early', afterMs: 6000 }, now, 0.5)
    expect(freed).toEqual(n === 0 ? ['another'] : [])
  }
  expect(target.health.state).toBe('connected')
})

test('a disconnected target is not tried until somebody has fixed it, and then by all lines', () => {
  const target = new Target(now)
  attempt(target, { kind: 'disconnected', error: 'gone' })
  expect([target.admits('a', later(1e9)), target.admits('b', later(1e9))]).toEqual(['later', 'later'])
  // an attempt that was in progress changes nothing
  attempt(target, taken, later(1))
  expect(target.health).toMatchObject({ state: 'disconnected', error: 'gone' })
  expect(target.reconnect(later(5))).toEqual(['b'])
  expect(target.admits('a', later(5))).toBe(true)
})

test('lines are looked for while they can be tried: a dead target wants none, a resting one none until its rest is over', () => {
  const target = new Target(now)
  expect(target.wanted(now)).toEqual({ most: 1000, awaited: true })
  for (let n = 0; n < 20; n++) target.begin()
  expect(target.wanted(now)).toEqual({ most: 1000, awaited: false })
  expect(failing().wanted(now).most).toBe(0)
  expect(failing().wanted(later(1000))).toEqual({ most: 20, awaited: true })
  const dead = new Target(now)
  attempt(dead, { kind: 'disconnected', error: 'gone' })
  expect(dead.wanted(later(1e9)).most).toBe(0)
})

test('a target that was fixed is not overrun by everything that waits for it', () => {
  const target = new Target(now)
  attempt(target, { kind: 'disconnected', error: 'gone' })
  for (let n = 0; n < 100; n++) target.admits(`line ${n}`, now)
  expect(target.reconnect(now)).toHaveLength(20)
})
