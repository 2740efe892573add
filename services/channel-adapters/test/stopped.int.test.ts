import { setTimeout as sleep } from 'node:timers/promises'
import { startCallbackServer } from '@inbox/simulators'
import { isThorough, waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { startAdapters } from './adapters-fixture.ts'
import { aDelivery } from './builders.ts'

const CONVERSATIONS = 5
/** The leases' length, and how long a process stands still; default: until the others have sent half. */
const STANDING: (readonly [string, { leaseMs: number; stoppedMs?: number }])[] = [
  ['for longer than its leases', { leaseMs: 2000 }],
  ...(isThorough ? [['for 40 s, within its leases', { leaseMs: 60_000, stoppedMs: 40_000 }] as const] : [])
]

test.each(STANDING)(
  'I15, I16, I17: one of three processes freezes: nothing is forgotten, everything leaves in order, with no more calls than attempts: %s',
  async (_, { leaseMs, stoppedMs }) => {
    await using callback = await startCallbackServer()
    await using adapters = await startAdapters(
      import.meta.url,
      { callbackUrl: callback.url },
      { DELIVERY_LEASE_MS: leaseMs }
    )
    const asked = Array.from({ length: 40 }, (_, n) => aDelivery(`c${n % CONVERSATIONS}`, `m${n}`))
    await using one = adapters.spawnOne()
    // the first process to call gets no answer, so it has an attempt of each conversation in progress
    callback.answers(() => 'silence')
    await adapters.request(...asked)
    const underWay = async () =>
      callback.received.length >= CONVERSATIONS && (await adapters.attempts()).size === asked.length
    await waitFor(underWay, { timeoutMs: 30_000 })
    one.stop()
    callback.answers(() => ({ status: 204 }))
    await using _two = adapters.spawnOne()
    await using _three = adapters.spawnOne()
    const sent = () => adapters.told.filter(({ type }) => type === 'delivery.sent')
    if (stoppedMs === undefined) await waitFor(() => sent().length >= asked.length / 2, { timeoutMs: 30_000 })
    else {
      const before = callback.received.length
      await sleep(stoppedMs)
      // nobody else touches what it has in hand, or what comes behind that
      expect(callback.received.length).toBe(before)
    }
    one.goOn()
    await waitFor(() => sent().length >= asked.length, { timeoutMs: 60_000 })

    expect(new Set(sent().map(({ data }) => data.messageId)).size).toBe(asked.length)
    expect(adapters.told.filter(({ type }) => type !== 'delivery.sent')).toEqual([])
    const attempts = await adapters.attempts()
    const calls = Map.groupBy(callback.ids(), id => id)
    for (const [id, { length }] of calls) expect([id, length <= attempts.get(id)!]).toEqual([id, true])
    for (let n = 0; n < CONVERSATIONS; n++) {
      const ids = callback.received.filter(({ body }) => body.data.conversationId === `c${n}`).map(({ id }) => id)
      expect(ids).toEqual(ids.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1))))
    }
  },
  180_000
)
