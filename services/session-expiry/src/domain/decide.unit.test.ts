import { describe, expect, test } from '@jest/globals'
import type { ConversationUpdate } from './conversation-update.ts'
import { decideDue } from './decide-due.ts'
import { decideSeen } from './decide-seen.ts'
import type { Armed, Ended, Expired } from './session-window.ts'

const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1, 9, 0, seconds))
const seen = (more: Partial<ConversationUpdate> = {}): ConversationUpdate => ({
  conversationId: 'c',
  version: 5,
  live: true,
  expiresAt: at(60),
  departmentId: 'sales',
  ...more
})
const leads = { soonMs: 20_000, confirmMs: 30_000 }
const base = { conversationId: 'c', conversationVersion: 3, expiresAt: at(60) }
const armed: Armed = { ...base, state: 'armed', dueAt: at(40) }
const warned: Armed = { ...armed, dueAt: at(60), soonTold: true }
const expired: Expired = { ...base, state: 'expired', dueAt: at(90) }
const ended: Ended = { ...base, state: 'ended', endedAt: at(61) }
const NOW = at(10)

describe('decideSeen', () => {
  const seeing = (window: Parameters<typeof decideSeen>[0], event: ConversationUpdate, now: Date) =>
    decideSeen(window, event, now, leads)

  test('the first sight of a window arms a timer, some time before its end', () => {
    expect(seeing(undefined, seen(), NOW)).toEqual({
      next: { ...armed, conversationVersion: 5 },
      event: 'opened'
    })
  })

  test('conversations without a window, or no longer live, need no timer', () => {
    const { expiresAt, ...without } = seen()
    expect(seeing(undefined, without, NOW)).toBeUndefined()
    expect(seeing(undefined, seen({ live: false }), NOW)).toBeUndefined()
  })

  test('a message that extends the window costs no write', () => {
    for (const window of [armed, warned])
      for (const seconds of [61, 70, 100]) expect(seeing(window, seen({ expiresAt: at(seconds) }), NOW)).toBeUndefined()
  })

  test('nor does the end of a conversation, and it cannot disarm a timer that a later event needs', () => {
    expect(seeing(armed, seen({ live: false }), NOW)).toBeUndefined()
  })

  test('a window that ends earlier moves the timer forward', () => {
    expect(seeing(armed, seen({ expiresAt: at(30) }), NOW)).toEqual({
      next: { ...armed, conversationVersion: 5, expiresAt: at(30), dueAt: at(10) }
    })
    expect(seeing(warned, seen({ expiresAt: at(30) }), NOW)?.next).toMatchObject({ dueAt: at(30), soonTold: true })
  })

  test('an older version, or the same again, changes nothing', () => {
    for (const window of [armed, expired, ended])
      for (const version of [2, 3])
        for (const live of [true, false])
          expect(seeing(window, seen({ version, live, expiresAt: at(20) }), NOW)).toBeUndefined()
  })

  test('an expired window ends when queue has acted, and reopens if the contact was in time after all', () => {
    expect(seeing(expired, seen({ live: false }), NOW)?.next.state).toBe('ended')
    expect(seeing(expired, seen({ expiresAt: at(200) }), NOW)).toMatchObject({
      next: { state: 'armed', dueAt: at(180) },
      event: 'opened'
    })
    expect(seeing(expired, seen(), NOW)).toBeUndefined()
  })

  test('a reinstated conversation is watched again', () => {
    expect(seeing(ended, seen({ expiresAt: at(200) }), NOW)).toMatchObject({ event: 'opened' })
    expect(seeing(ended, seen({ live: false }), NOW)).toBeUndefined()
  })
})

describe('decideDue', () => {
  const due = (window: Armed | Expired | Ended, conversation: ConversationUpdate | undefined, now: Date) =>
    decideDue(window, conversation, now, leads)

  test('never early: nothing happens before the instant, and at the instant the window is over', () => {
    expect(due(warned, seen(), new Date(at(60).getTime() - 1))).toBeUndefined()
    expect(due(armed, seen(), at(60))).toEqual({
      next: { ...base, conversationVersion: 5, state: 'expired', dueAt: at(90) },
      event: 'expired'
    })
  })

  test('that a window expires soon is announced once, to those who see the conversation', () => {
    const conversation = seen({ agentId: 'ana' })
    expect(due(armed, conversation, new Date(at(40).getTime() - 1))).toBeUndefined()
    const told = due(armed, conversation, at(40))
    expect(told).toEqual({ next: { ...warned, conversationVersion: 5 }, event: 'expiresSoon', conversation })
    expect(due(told!.next as Armed, conversation, at(50))).toBeUndefined()
    expect(due({ ...warned, dueAt: at(50) }, seen(), at(50))).not.toHaveProperty('event')
  })

  test('a window whose timer fires after its end expires without a warning', () => {
    expect(due(armed, seen(), at(61))).toMatchObject({ event: 'expired' })
  })

  test('a window extended before or after its warning is announced again, near its new end', () => {
    for (const window of [armed, warned]) {
      const extended = due(window, seen({ expiresAt: at(100) }), at(60))
      expect(extended).toMatchObject({ next: { state: 'armed', dueAt: at(80) }, event: 'extended' })
      expect(extended!.next).not.toHaveProperty('soonTold')
      expect(due(extended!.next as Armed, seen({ expiresAt: at(100) }), at(80))).toMatchObject({ event: 'expiresSoon' })
    }
  })

  test('a window extended by less than the lead time is announced at once', () => {
    const extended = due(warned, seen({ expiresAt: at(70) }), at(60))!
    expect(extended.next).toMatchObject({ dueAt: at(50) })
    expect(due(extended.next as Armed, seen({ expiresAt: at(70) }), at(60))).toMatchObject({
      next: { dueAt: at(70), soonTold: true },
      event: 'expiresSoon'
    })
  })

  test('a window that ends later by now is armed again, with what queue has', () => {
    expect(due(armed, seen({ expiresAt: at(100) }), at(61))).toEqual({
      next: { ...armed, conversationVersion: 5, expiresAt: at(100), dueAt: at(80) },
      event: 'extended'
    })
  })

  test('a conversation that is over, gone or without a window is no longer watched', () => {
    const { expiresAt, ...without } = seen()
    for (const conversation of [seen({ live: false }), without, undefined])
      expect(due(armed, conversation, at(61))).toMatchObject({ next: { state: 'ended', endedAt: at(61) } })
  })

  test('an expiry that queue has not acted on is sent again', () => {
    expect(due(expired, seen(), at(90))).toMatchObject({ next: { state: 'expired', dueAt: at(120) }, event: 'expired' })
  })

  test('what another process has settled meanwhile stays as it is', () => {
    expect(due(ended, seen(), at(100))).toBeUndefined()
    expect(due({ ...armed, dueAt: at(200) }, seen(), at(100))).toBeUndefined()
  })
})
