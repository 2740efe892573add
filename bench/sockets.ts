import { setTimeout as sleep } from 'node:timers/promises'
import { conversationUpdated } from '@inbox/contracts'
import { startSystem } from '@inbox/devstack'
import { connectBroker, newEnvelope } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { aConversation } from '../services/session-expiry/test/fixture.ts'
import { ACCESS_TOKEN_SECRET, tokenOf } from './access-tokens.ts'
import { type Figure, ms } from './figure.ts'
import { latencies } from './percentiles.ts'
import { openRawSocket } from './raw-socket.ts'
import { residentMb } from './resident.ts'

const SOCKETS = 5000
const DEPARTMENTS = 50
const CHANGES_PER_SECOND = 10
const SECONDS = 20
const AT_ONCE = 20

/** G13: memory per socket with 5,000 agents on one gateway, and how soon a change reaches all who see it. */
export async function sockets(): Promise<Figure[]> {
  await using system = await startSystem('bench_sockets', {
    services: ['directory', 'presence', 'queue', 'inbox-gateway'],
    env: { LOG_LEVEL: 'error', ACCESS_TOKEN_SECRET, GATEWAY_CONNECTIONS_PER_SECOND: '10000' },
    seed: false
  })
  const gateway = system.urls['inbox-gateway']
  const pid = system.pid('inbox-gateway')
  const logger = createLogger('bench', 'error')
  await using broker = connectBroker({
    url: system.stores.rabbitmqUrl,
    service: 'queue',
    publishes: [conversationUpdated],
    logger
  })
  await broker.whenReady()

  // warm up, so that sockets are measured and not the first call of everything
  for (let n = 0; n < 50; n++) (await openRawSocket(gateway, entrance(n), () => undefined)).destroy()
  await sleep(3000)
  const before = await residentMb(pid)
  const sentAt = new Map<string, number>()
  const arrived = new Map<string, { count: number; last: number }>()
  const onEvent = (text: string) => {
    const id = /"id":"(change-\d+)"/.exec(text.slice(0, 60))?.[1]
    const seen = id && arrived.get(id)
    if (!seen) return
    seen.count += 1
    seen.last = performance.now()
    each.record(performance.now() - sentAt.get(id)!)
  }
  const each = latencies()
  const connecting = performance.now()
  const open = []
  for (let from = 0; from < SOCKETS; from += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, n) => openRawSocket(gateway, entrance(from + n), onEvent))
    open.push(...(await Promise.all(some)))
  }
  const connectedIn = performance.now() - connecting
  await sleep(10_000)
  const perSocketKb = (((await residentMb(pid)) - before) * 1024) / SOCKETS

  const whole = latencies()
  const publish = async (n: number) => {
    const id = `change-${n}`
    const conversation = aConversation(id, new Date(Date.now() + 3_600_000), { departmentId: departmentOf(n) })
    arrived.set(id, { count: 0, last: 0 })
    sentAt.set(id, performance.now())
    const about = { key: id, version: 1, occurredAt: new Date(), correlationId: 'bench', data: { conversation } }
    await broker.publish(conversationUpdated, newEnvelope(conversationUpdated, about))
  }
  const begun = performance.now()
  for (let n = 0; n < SECONDS * CHANGES_PER_SECOND; n++) {
    await sleep(Math.max(0, begun + (n * 1000) / CHANGES_PER_SECOND - performance.now()))
    void publish(n).catch(error => console.error(String(error)))
  }
  const seeing = SOCKETS / DEPARTMENTS
  await waitFor(() => [...arrived.values()].every(({ count }) => count === seeing), {
    describe: 'every change to reach everybody'
  })
  for (const [id, { last }] of arrived) whole.record(last - sentAt.get(id)!)
  for (const socket of open) socket.destroy()
  return [
    {
      goal: 'G13',
      what: `memory of the gateway per socket, ${SOCKETS.toLocaleString('en')} sockets`,
      measured: `${perSocketKb.toFixed(1)} KB`,
      target: '≤ 25 KB',
      beside: `resident memory before: ${Math.round(before)} MB; all connected, each with its snapshot, in ${ms(connectedIn)}`
    },
    {
      goal: 'G13',
      what: 'a change published → received by the last of those who see it',
      measured: `p50 ${ms(whole.at(50))}, p99 ${ms(whole.at(99))}, max ${ms(whole.most)}; by each p99 ${ms(each.at(99))}`,
      target: 'p99 ≤ 100 ms',
      beside: `${CHANGES_PER_SECOND}/s, each seen by the ${seeing} agents of a department; ${SOCKETS.toLocaleString('en')} clients in one process on the same machine`
    }
  ]
}

const entrance = (n: number) => ({ auth: { token: tokenOf(n, departmentOf(n)) }, welcome: 'snapshot' })
const departmentOf = (n: number) => `department-${n % DEPARTMENTS}`
