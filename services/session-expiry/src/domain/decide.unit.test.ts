import { describe, expect, test } from '@jest/globals'
import { decideDue } from './decide-due.ts'
import { decideSeen } from './decide-seen.ts'
import type { Armed, Ended, Expired, Seen } from './session-window.ts'

const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1, 9, 0, seconds))
const seen = (more: Partial<Seen> = {}): Seen => ({
  conversationId: 'c',
  version: 5,
  live: true,
  expiresAt: at(60),
  ...more
})
const base = { conversationId: 'c', conversationVersion: 3, expiresAt: at(60) }
const armed: Armed = { ...base, state: 'armed', dueAt: at(60) }
const expired: Expired = { ...base, state: 'expired', dueAt: at(90) }
const ended: Ended = { ...base, state: 'ended', endedAt: at(61) }
const NOW = at(10)

describe('decideSeen', () => {
  test('the first sight of a window arms a timer at its end', () => {
    expect(decideSeen(undefined, seen(), NOW)).toEqual({
      next: { ...armed, conversationVersion: 5 },
      event: 'opened'
    })
  })

  test('conversations without window, or no longer live, need no timer', () => {
    const { expiresAt, ...without } = seen()
    expect(decideSeen(undefined, without, NOW)).toBeUndefined()
    expect(decideSeen(undefined, seen({ live: false }), NOW)).toBeUndefined()
  })

  test('a message that extends the window costs no write', () => {
    expect(decideSeen(armed, seen({ expiresAt: at(100) }), NOW)).toBeUndefined()
  })

  test('an end of the conversation costs no write either, and cannot disarm a timer that a later event needs', () => {
    expect(decideSeen(armed, seen({ live: false }), NOW)).toBeUndefined()
  })

  test('a window that ends earlier moves the timer forward', () => {
    expect(decideSeen(armed, seen({ expiresAt: at(30) }), NOW)).toEqual({
      next: { ...armed, conversationVersion: 5, expiresAt: at(30), dueAt: at(30) }
    })
  })

  test('an older version, or the same again, changes nothing', () => {
    for (const window of [armed, expired, ended])
      for (const version of [2, 3])
        for (const live of [true, false])
          expect(decideSeen(window, seen({ version, live, expiresAt: at(20) }), NOW)).toBeUndefined()
  })

  test('an expired window ends when the queue has acted, and opens again when the contact was in time after all', () => {
    expect(decideSeen(expired, seen({ live: false }), NOW)?.next.state).toBe('ended')
    expect(decideSeen(expired, seen({ expiresAt: at(200) }), NOW)).toMatchObject({
      next: { state: 'armed', dueAt: at(200) },
      event: 'opened'
    })
    expect(decideSeen(expired, seen(), NOW)).toBeUndefined()
  })

  test('a reinstated conversation is watched again', () => {
    expect(decideSeen(ended, seen({ expiresAt: at(200) }), NOW)).toMatchObject({ event: 'opened' })
    expect(decideSeen(ended, seen({ live: false }), NOW)).toBeUndefined()
  })
})

describe('decideDue', () => {
  const due = (window: Armed | Expired | Ended, conversation: Seen | undefined, now: Date) =>
    decideDue(window, conversation, now, 30_000)

  test('never early: nothing happens before the instant, and at the instant the window is over', () => {
    expect(due(armed, seen(), new Date(at(60).getTime() - 1))).toBeUndefined()
    expect(due(armed, seen(), at(60))).toEqual({
      next: { ...base, conversationVersion: 5, state: 'expired', dueAt: at(90) },
      event: 'expired'
    })
  })

  test('a window that ends later by now is armed again, with what the queue has', () => {
    expect(due(armed, seen({ expiresAt: at(100) }), at(61))).toEqual({
      next: { ...armed, conversationVersion: 5, expiresAt: at(100), dueAt: at(100) },
      event: 'extended'
    })
  })

  test('a conversation that is over, gone or without window is not watched any more', () => {
    const { expiresAt, ...without } = seen()
    for (const conversation of [seen({ live: false }), without, undefined])
      expect(due(armed, conversation, at(61))).toMatchObject({ next: { state: 'ended', endedAt: at(61) } })
  })

  test('an expiry that the queue has not acted on is told again', () => {
    expect(due(expired, seen(), at(90))).toMatchObject({ next: { state: 'expired', dueAt: at(120) }, event: 'expired' })
  })

  test('what another process has settled meanwhile stays as it is', () => {
    expect(due(ended, seen(), at(100))).toBeUndefined()
    expect(due({ ...armed, dueAt: at(200) }, seen(), at(100))).toBeUndefined()
  })
})
