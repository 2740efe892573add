import { createLogger } from '@inbox/telemetry'
import { fakeClock } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import type { SideState } from '../store/channel-states.ts'
import { createWatchWebhooks } from './watch-webhooks.ts'

const now = new Date('2030-01-10T12:00:00.000Z')
const DAY_MS = 86_400_000
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS)

test('a webhook is disabled once it has failed for five days and still accepts nothing; not if nothing waits for it, and not an inactive one', async () => {
  const stored: Record<string, SideState> = {
    tired: { state: 'failing', since: daysAgo(5), error: 'the webhook responded with 500' },
    fresh: { state: 'failing', since: daysAgo(4.9) },
    well: { state: 'connected', since: daysAgo(9) },
    idle: { state: 'failing', since: daysAgo(9) },
    off: { state: 'failing', since: daysAgo(9) }
  }
  const disabled: object[] = []
  const watch = createWatchWebhooks({
    states: {
      change: async () => true,
      all: async () => new Map(Object.entries(stored).map(([id, sending]) => [id, { sending }]))
    },
    accounts: { get: id => ({ id, version: 1, active: id !== 'off', url: `of ${id}`, events: [], secrets: [] }) },
    deliveries: () => ({ backlog: async id => (id === 'idle' ? undefined : { count: 1, oldest: now }) }),
    disable: async (id, url, why) => void disabled.push({ id, url, ...why }),
    clock: fakeClock(now),
    logger: createLogger('test', 'silent')
  })
  await watch.disableFailing()
  expect(disabled).toEqual([
    { id: 'tired', url: 'of tired', reason: 'failing', error: 'the webhook responded with 500' }
  ])
})

test('the start of a webhook’s failure is stored once, and again if it could not be stored', async () => {
  const told: string[] = []
  let away = true
  const watch = createWatchWebhooks({
    states: {
      all: async () => new Map(),
      async change(id, _side, { state }) {
        if (away) throw new Error('away')
        told.push(`${id} ${state}`)
        return true
      }
    },
    accounts: { get: () => undefined },
    deliveries: () => ({ backlog: async () => undefined }),
    disable: async () => undefined,
    clock: fakeClock(now),
    logger: createLogger('test', 'silent')
  })
  const seen = async (state: 'connected' | 'failing') => {
    watch.seen('w', { state })
    await new Promise(setImmediate)
  }
  await seen('failing')
  away = false
  for (const state of ['failing', 'failing', 'connected'] as const) await seen(state)
  expect(told).toEqual(['w failing', 'w connected'])
})
