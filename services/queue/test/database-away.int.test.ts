import { setTimeout as sleep } from 'node:timers/promises'
import { type FaultProxy, type Isolated, isolate, startFaultProxy, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

/** Longer than the waits of 1 s and five times 5 s between attempts, so within the one of 30 s. */
const AWAY_MS = 28_000
const SOON_MS = 15_000
const MESSAGES = 30

let elsewhere: Isolated
let proxy: FaultProxy
let queue: QueueUnderTest
beforeAll(async () => {
  elsewhere = await isolate(`${import.meta.url}-address`)
  proxy = await startFaultProxy(elsewhere.mongodbUrl)
  queue = await startQueue(import.meta.url, { env: { MONGODB_URL: proxy.url } })
}, 60_000)
afterAll(async () => {
  await queue?.[Symbol.asyncDispose]()
  await proxy?.[Symbol.asyncDispose]()
  await elsewhere?.remove()
})

const waiting = () => queue.list('queue', user('boss', 'supervisor'))
const readiness = async () => (await (await fetch(`${queue.urls[0]}/readyz`)).json()) as { waitingFor: string[] }

it.each([
  ['stood still', 'stall'],
  ['was away', 'refuse']
] as const)(
  'after the database %s and answers again, nothing that arrived meanwhile waits for another attempt',
  async (_, fault) => {
    const before = (await waiting()).length
    proxy[fault]()
    for (let n = 0; n < MESSAGES; n++) await queue.post({ contact: { id: `${fault}-${n}`, name: 'Bia' } })
    await waitFor(async () => (await readiness()).waitingFor.includes('database'))
    await sleep(AWAY_MS)
    proxy.heal()
    await waitFor(async () => (await waiting()).length === before + MESSAGES, { timeoutMs: SOON_MS })
    expect(await readiness()).toMatchObject({ waitingFor: [] })
  },
  120_000
)
