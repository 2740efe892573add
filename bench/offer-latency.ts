import { setTimeout as sleep } from 'node:timers/promises'
import { startSystem } from '@inbox/devstack'
import { startRecording } from '@inbox/history-checker'
import { waitFor } from '@inbox/testing'
import { assertUnbroken } from './assert-unbroken.ts'
import { type ContactCentre, openContactCentre } from './contact-centre.ts'
import { type Figure, ms, perSecond } from './figure.ts'
import { measureHop } from './hop.ts'
import { latencies } from './percentiles.ts'
import { promiseKept } from './promise.ts'

const AGENTS = 20
const LIMIT = 20
const BURST = 500
const SECONDS = 20
const SHARE = 0.3

/** G1: from ingest's 202 to the offer on the agent's socket, open loop at 30 % of the highest sustained load. */
export async function offerLatency(): Promise<Figure[]> {
  await using system = await startSystem('bench_offer', { env: { LOG_LEVEL: 'warn' } })
  const recording = await startRecording(system, [])
  using centre = await openContactCentre(system, AGENTS, LIMIT)
  await drive(centre, 'warm', 20, 5)
  const highest = await highestLoad(centre)
  const rate = highest * SHARE
  const taken = await drive(centre, 'measured', rate, SECONDS)
  await assertUnbroken(system, recording)
  const hop = await measureHop(system.stores.rabbitmqUrl, rate, 5)
  return [
    {
      goal: 'G1',
      what: '202 from ingest → offer on the agent’s socket',
      measured: `p50 ${ms(taken.at(50))}, p99 ${ms(taken.at(99))}, max ${ms(taken.most)}`,
      target: 'p50 ≤ 12 ms, p99 ≤ 40 ms',
      beside: `${perSecond(rate)} = 30 % of ${perSecond(highest)} served end to end (offer, accept, close); one broker hop p50 ${ms(hop.at(50))}`
    },
    promiseKept(taken, {
      invariant: 'I5',
      what: 'somebody waits and somebody is free → offer',
      mostMs: 1000,
      beside: `the same offers, from the 202 of ingest to the agent’s socket; ${taken.count} of them`
    })
  ]
}

/** Conversations per second from first message to close, with the queue never empty. */
async function highestLoad(centre: ContactCentre): Promise<number> {
  const contacts = Array.from({ length: BURST }, (_, i) => `burst-${i}`)
  const begun = performance.now()
  await centre.postMany(contacts)
  await waitFor(() => contacts.every(contact => centre.offeredAt.has(contact)) && centre.busy() === 0, {
    timeoutMs: 120_000
  })
  return BURST / ((performance.now() - begun) / 1000)
}

/** Posts at `rate` per second regardless of responses, and records the latency of every offer. */
async function drive(centre: ContactCentre, name: string, rate: number, seconds: number) {
  const taken = latencies()
  const begun = performance.now()
  const posts: Promise<[string, number]>[] = []
  for (let i = 0; i < rate * seconds; i++) {
    const due = begun + (i * 1000) / rate
    if (due > performance.now()) await sleep(due - performance.now())
    const contact = `${name}-${i}`
    posts.push(centre.post(contact).then(at => [contact, at]))
  }
  for (const [contact, acceptedAt] of await Promise.all(posts)) {
    const offeredAt = await waitFor(() => centre.offeredAt.get(contact), {
      timeoutMs: 30_000,
      describe: `the offer of ${contact}`
    })
    taken.record(offeredAt - acceptedAt)
  }
  await waitFor(() => centre.busy() === 0, { timeoutMs: 30_000 })
  return taken
}
