import { expect, test } from '@jest/globals'
import { NO_BROKER, PublishingHealth } from './publishing-health.ts'

const to = 'queue.events/conversation.queued'
const dest = () => to

test('one refusal is not a failure; refusals for three seconds without a confirm are, and are reported once', () => {
  const health = new PublishingHealth()
  expect(health.refused(to, 0)).toEqual({})
  expect(health.isFailing(2999)).toBe(false)
  expect(health.refused(to, 3000).tellAfterMs).toBe(3000)
  expect(health.isFailing(3000)).toBe(true)
  expect(health.refused(to, 3001).tellAfterMs).toBeUndefined()
})

test('without a broker a process becomes not ready after three seconds, but a restart is waited for before somebody has to act', () => {
  const health = new PublishingHealth()
  health.refused(NO_BROKER, 0)
  expect(health.refused(NO_BROKER, 3000).tellAfterMs).toBeUndefined()
  expect(health.isFailing(3000)).toBe(true)
  expect(health.refused(NO_BROKER, 30_000).tellAfterMs).toBe(30_000)
  expect(health.confirmed(dest, 31_000)).toBe(31_000)
  expect(health.isFailing(31_000)).toBe(false)
})

test('a confirm ends it, and says how long it was if it had been reported', () => {
  const health = new PublishingHealth()
  health.refused(to, 0)
  expect(health.confirmed(dest, 1000)).toBeUndefined()
  health.refused(to, 2000)
  health.refused(to, 5000)
  expect(health.confirmed(() => 'another', 5001)).toBeUndefined()
  expect(health.isFailing(5001)).toBe(true)
  expect(health.confirmed(dest, 6000)).toBe(4000)
  expect(health.isFailing(6000)).toBe(false)
})

test('what nobody has tried for ten seconds is not a failure: otherwise no traffic would ever come to try', () => {
  const health = new PublishingHealth()
  health.refused(to, 0)
  health.refused(to, 4000)
  expect(health.isFailing(13_999)).toBe(true)
  expect(health.isFailing(14_000)).toBe(false)
})

test('the channel is reopened, then the connection, then the channel …, less and less often', () => {
  const health = new PublishingHealth()
  const mends: [number, string][] = []
  for (let now = 0; now <= 62_000; now += 500) {
    const { mend } = health.refused(to, now)
    if (mend) mends.push([now, mend])
  }
  expect(mends).toEqual([
    [1000, 'channel'],
    [3000, 'connection'],
    [7000, 'channel'],
    [15_000, 'connection'],
    [31_000, 'channel'],
    [61_000, 'connection']
  ])
})

test('while other messages get through, the connection is not to blame', () => {
  const health = new PublishingHealth()
  const mends = new Set<string>()
  for (let now = 0; now <= 62_000; now += 500) {
    health.confirmed(() => 'another', now)
    const { mend } = health.refused(to, now)
    if (mend) mends.add(mend)
  }
  expect(mends).toEqual(new Set(['channel']))
})
