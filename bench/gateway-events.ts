import { setTimeout as sleep } from 'node:timers/promises'
import {
  conversationClosed,
  conversationOffered,
  conversationQueued,
  conversationStarted,
  type Message,
  type MessageType,
  messageAppended,
  type RoutedConversation,
  type Transition
} from '@inbox/contracts'
import { startSystem } from '@inbox/devstack'
import { newEnvelope } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import { aConversation } from '../services/session-expiry/test/fixture.ts'
import { ACCESS_TOKEN_SECRET, tokenOf } from './access-tokens.ts'
import { type Figure, ms, perSecond } from './figure.ts'
import { secondsOfAll } from './processor.ts'
import { openEventPublisher } from './raw-publisher.ts'
import { openRawSocket } from './raw-socket.ts'
import { ofLoad } from './share.ts'

const [AGENTS, PER_DEPARTMENT] = [100_000, 100]
const SOCKETS = ofLoad(2000)
/** The events of 100,000 agents who each take a conversation a minute, with five events each. */
const NEEDED_PER_SECOND = 8000
const RATES = [1000, 2000, 4000, NEEDED_PER_SECOND]
const SECONDS = 8
const IDLE_SECONDS = 10
const AT_ONCE = 20

/** One gateway with its share of the agents, and the events of all. */
export async function gatewayEvents(): Promise<Figure[]> {
  await using system = await startSystem('bench_events', {
    services: ['directory', 'presence', 'queue', 'inbox-gateway'],
    env: { LOG_LEVEL: 'error', ACCESS_TOKEN_SECRET, GATEWAY_CONNECTIONS_PER_SECOND: '10000' },
    seed: false
  })
  const pid = system.pid('inbox-gateway')
  await using publisher = await openEventPublisher(system.stores.rabbitmqUrl)
  const departments = Array.from({ length: AGENTS / PER_DEPARTMENT }, () => newId())
  const elsewhere = Array.from({ length: AGENTS / PER_DEPARTMENT }, () => newId())
  let heard = 0
  let last: (() => void) | undefined
  const hear = (text: string) => {
    heard += 1
    if (text.includes(LAST)) last?.()
  }
  const open = []
  for (let from = 0; from < SOCKETS; from += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, n) => {
      const token = tokenOf(from + n, departments[(from + n) % departments.length]!)
      return openRawSocket(system.urls['inbox-gateway'], { auth: { token }, welcome: 'snapshot' }, hear)
    })
    open.push(...(await Promise.all(some)))
  }
  await sleep(5000)
  const idleBefore = await secondsOfAll([pid])
  await sleep(IDLE_SECONDS * 1000)
  const idle = ((await secondsOfAll([pid])) - idleBefore) / IDLE_SECONDS

  /** Publishes events of departments at a rate, and waits until the last one has been pushed. */
  const run = async (where: readonly string[], rate: number) => {
    const told = lives(where)
    const [before, heardBefore, begun] = [await secondsOfAll([pid]), heard, performance.now()]
    await publisher.publish(rate, SECONDS, n => told[n % told.length]!)
    const published = performance.now()
    const drained = new Promise<void>(resolve => {
      last = resolve
    })
    await publisher.publish(1, 1, () => marker(departments[0]!))
    await drained
    const behindMs = performance.now() - published
    const took = (performance.now() - begun) / 1000
    const seconds = (await secondsOfAll([pid])) - before - idle * took
    const count = rate * SECONDS
    return {
      eventMs: (seconds * 1000) / count,
      pushes: (heard - heardBefore) / count,
      behindMs,
      rate: count / ((published - begun) / 1000),
      handled: count / took
    }
  }
  await run(departments, 500)
  const seen = []
  for (const rate of RATES) seen.push(await run(departments, rate))
  const unseen = await run(elsewhere, NEEDED_PER_SECOND / 2)
  for (const socket of open) socket.destroy()

  const most = seen.at(-1)!
  const steps = seen.map(
    ({ eventMs, rate, behindMs }) => `at ${perSecond(rate)} ${eventMs.toFixed(3)} ms, the last ${ms(behindMs)} late`
  )
  const cores = (NEEDED_PER_SECOND * most.eventMs) / 1000 + idle
  return [
    {
      goal: 'G13',
      what: `processor time of a gateway per event, ${SOCKETS.toLocaleString('en')} of 100,000 agents connected`,
      measured: `${most.eventMs.toFixed(3)} ms: ${perSecond(NEEDED_PER_SECOND)} need ${cores.toFixed(1)} cores, and a process has one, which at this cost would suffice for ${perSecond(((1 - idle) * 1000) / most.eventMs)}`,
      target: `≤ ${(1000 / NEEDED_PER_SECOND).toFixed(3)} ms`,
      beside: `${steps.join('; ')}; handled ${perSecond(most.handled)} while broker, publisher and clients shared the two cores; each event pushed to ${most.pushes.toFixed(1)} sockets here; for departments that nobody here sees ${unseen.eventMs.toFixed(3)} ms; idle, the gateway uses ${Math.round(100 * idle)} % of a core`
    }
  ]
}

const LAST = 'the-last-of-all'

/** The five events of a conversation in each department, serialised as when sent. */
function lives(departments: readonly string[]): { type: MessageType; body: Buffer }[] {
  return departments.flatMap(departmentId => {
    const id = newId()
    const told = (type: MessageType, version: number, data: object) => {
      const about = { key: id, version, occurredAt: new Date(), correlationId: newId(), data }
      return { type, body: Buffer.from(JSON.stringify(newEnvelope(type, about as never))) }
    }
    const agent = { id: newId(), name: 'Ana Maria Souza' }
    const waiting = conversationIn(departmentId, id)
    const offer = { id: newId(), agentId: agent.id, kind: 'automatic' as const, decidedAt: at, policyVersion: 1 }
    return [
      told(conversationQueued, 1, { conversation: waiting, transition: step({}) }),
      told(messageAppended, 1, { conversation: waiting, message: messageIn(id) }),
      told(conversationOffered, 2, {
        conversation: { ...waiting, status: 'offered', offer },
        transition: step({ rule: 'T3', from: 'queued', to: 'offered', cause: 'automatic', offerId: offer.id })
      }),
      told(conversationStarted, 3, {
        conversation: { ...waiting, status: 'ongoing', agent },
        transition: step({ rule: 'T4', from: 'offered', to: 'ongoing', cause: 'accepted', offerId: offer.id })
      }),
      told(conversationClosed, 4, {
        conversation: { ...waiting, status: 'closed', agent },
        transition: step({ rule: 'T15', from: 'ongoing', to: 'closed', cause: 'closed', previousAgentId: agent.id })
      })
    ]
  })
}

function marker(departmentId: string): { type: MessageType; body: Buffer } {
  const conversation = conversationIn(departmentId, LAST)
  const about = { key: LAST, version: 1, occurredAt: new Date(), correlationId: LAST }
  const data = { conversation, transition: step({}) }
  return {
    type: conversationQueued,
    body: Buffer.from(JSON.stringify(newEnvelope(conversationQueued, { ...about, data })))
  }
}

const at = new Date().toISOString()
const TEXT = 'Good morning, my order has not come yet. Could you have a look where it is? Thank you very much.'

const conversationIn = (departmentId: string, id: string): RoutedConversation =>
  aConversation(id, new Date(Date.now() + 3_600_000), {
    departmentId,
    unread: 1,
    contact: { id: newId(), externalId: '5511987654321', name: 'Maria da Silva' },
    lastMessage: { preview: TEXT, at, direction: 'inbound' }
  } as Partial<RoutedConversation>)

const messageIn = (conversationId: string): Message => ({
  ...{ id: newId(), conversationId, direction: 'inbound', author: { kind: 'contact' } },
  ...{ content: { type: 'text', text: TEXT }, sentAt: at, receivedAt: at }
})

const step = (more: Partial<Transition>): Transition => ({
  ...{ rule: 'T1', from: null, to: 'queued', cause: 'contactWrote', actor: { kind: 'system' }, at },
  ...more
})
