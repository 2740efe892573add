import { seededRandom } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import type { ConversationUpdate } from './conversation-update.ts'
import { decideDue } from './decide-due.ts'
import { decideSeen } from './decide-seen.ts'
import type { Decided, SessionWindow } from './session-window.ts'

const RACES = 10_000
const LENGTH = 1000
const leads = { soonMs: 100, confirmMs: 50 }

/** A conversation whose contact writes now and then; its events are late, duplicated and shuffled; timers fire late. */
function race(seed: number) {
  const random = seededRandom(seed)
  const start = Date.UTC(2030, 0, 1)
  let truth: ConversationUpdate = {
    conversationId: 'c',
    version: 1,
    live: true,
    departmentId: 'd',
    expiresAt: new Date(start + LENGTH)
  }
  let window: SessionWindow | undefined
  const onTheWay = [{ seen: truth, at: start + random.integer(0, 50) }]
  const told: { event: string; at: number; expiresAt: number }[] = []
  let expiredAt: number | undefined
  const writesAt = Array.from({ length: random.integer(0, 5) }, () => start + random.integer(0, 3 * LENGTH))
  const take = (decided: Decided | undefined, now: number) => {
    if (!decided) return
    window = decided.next
    if (decided.event) told.push({ event: decided.event, at: now, expiresAt: window.expiresAt.getTime() })
    if (decided.event === 'expired' && truth.live && truth.expiresAt!.getTime() <= now) {
      expiredAt = now
      change({ ...truth, live: false }, now)
    }
  }
  const change = (next: ConversationUpdate, now: number) => {
    truth = { ...next, version: truth.version + 1 }
    for (let copies = random.integer(1, 3); copies > 0; copies--)
      onTheWay.push({ seen: truth, at: now + random.integer(0, 400) })
  }
  // proceeds from one event to the next, some milliseconds late
  const next = () =>
    Math.min(
      ...writesAt,
      ...onTheWay.map(({ at }) => at),
      window && 'dueAt' in window ? window.dueAt.getTime() : start + 6 * LENGTH
    )
  for (let now = start; now < start + 6 * LENGTH; now = Math.max(now, next()) + random.integer(1, 9)) {
    for (const writing of writesAt.filter(at => at <= now).splice(0)) {
      writesAt.splice(writesAt.indexOf(writing), 1)
      if (truth.live) change({ ...truth, expiresAt: new Date(now + LENGTH) }, now)
    }
    for (const each of random.shuffle(onTheWay.filter(({ at }) => at <= now))) {
      onTheWay.splice(onTheWay.indexOf(each), 1)
      take(decideSeen(window, each.seen, new Date(now), leads), now)
    }
    if (window) take(decideDue(window, truth, new Date(now), leads), now)
  }
  return { truth, window, told, expiredAt }
}

test('I9: no open window expires and every one that is over does, however its events arrive', () => {
  const first = seededRandom()
  for (let seed = first.seed; seed < first.seed + RACES; seed++) {
    const { truth, window, told, expiredAt } = race(seed)
    const soon = told.filter(({ event }) => event === 'expiresSoon').map(({ expiresAt }) => expiresAt)
    const facts = {
      seed,
      early: told.filter(({ event, at, expiresAt }) => event === 'expired' && at < expiresAt),
      twice: soon.length - new Set(soon).size,
      live: truth.live,
      state: window?.state,
      late: expiredAt! - truth.expiresAt!.getTime() >= 20
    }
    expect(facts).toEqual({ seed, early: [], twice: 0, live: false, state: 'ended', late: false })
  }
})
