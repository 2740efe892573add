import { systemClock } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { expect, test } from '@jest/globals'
import { createAttempt } from './attempt.ts'
import type { Delivery } from './delivery.ts'
import { createTargets } from './targets.ts'

const logger = createLogger('test', 'silent')
const delivery: Delivery<string> = {
  ...{ _id: 'd1', version: 1, outbox: [], target: 'shop', line: 'c1', payload: '', position: 1 },
  ...{ requestedAt: new Date(), until: new Date(Date.now() + 60_000), state: 'waiting', attempts: 0, dueAt: new Date() }
}

test.each([
  ['somebody else has in hand', async () => undefined],
  ['could not be stored', async () => Promise.reject(new Error('away'))]
])('an attempt that %s is none: nothing is called, and its place is for the next line', async (_, commit) => {
  const targets = createTargets({ clock: systemClock, logger, random: () => 0.5 })
  const target = targets.of('shop')
  const sent: string[] = []
  const attempt = createAttempt<string>({
    ...{
      targets,
      logger,
      clock: systemClock,
      random: () => 0.5,
      leaseMs: 60_000,
      signal: new AbortController().signal
    },
    ...{ store: { commit }, commit, isIdempotent: () => true },
    send: async ({ _id }) => {
      sent.push(_id)
      return { kind: 'sent' }
    }
  })
  for (let n = 0; n < 20; n++) target.begin()
  expect(target.admits('next', new Date())).toBe('later')
  const freed: string[] = []
  await attempt(delivery, line => freed.push(line)).catch(() => undefined)
  expect([freed, sent]).toEqual([['next'], []])
  expect(target.admits('next', new Date())).toBe(true)
})
