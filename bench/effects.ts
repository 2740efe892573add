import { setTimeout as sleep } from 'node:timers/promises'
import {
  conversationOffered,
  conversationQueued,
  deliveryRequested,
  messageAppended,
  messageReceived,
  windowOpened
} from '@inbox/contracts'
import type { Service } from '@inbox/devstack'
import { connectBroker, on } from '@inbox/messaging'
import { type Answer, ask, type CallbackServer, signIn } from '@inbox/simulators'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import type { Experiment } from '../tests/chaos/experiment.ts'

/** Something that a service did for somebody who was waiting. */
interface Effect {
  /** In ms since 1970. */
  dueAt: number
  tookMs: number
}

/** What each service does for others, and how long they wait for it. */
export interface Effects extends AsyncDisposable {
  called(service: Service): string
  of(service: Service): readonly Effect[]
  /** Starts calling the services that answer calls, until `pause`, which resolves once all calls are answered. */
  call(): void
  pause(): Promise<void>
  /** What is still being waited for although everything is quiet. */
  missing(): Promise<string[]>
}

const BYTES = { 'content-type': 'application/octet-stream' }
const AGAIN_MS = 50
/** No more than this wait for one service at once: retries must not become the load. */
const MOST_WAITING = 10

const names: Record<Service, string> = {
  'channel-ingest': 'a message is accepted',
  queue: 'an accepted message is stored and published',
  distribution: 'a waiting conversation is offered',
  'session-expiry': 'the window of a new conversation is armed',
  'channel-adapters': 'an agent’s answer reaches its provider',
  'inbox-gateway': 'an agent’s call is answered',
  presence: 'an agent’s status is changed',
  directory: 'an administrator’s call is answered',
  media: 'a file is stored'
}

/**
 * Follows what services publish, and calls those that answer calls, each `perSecond` times a second; failed calls are
 * retried, as clients do.
 */
export async function startEffects(
  experiment: Experiment<unknown>,
  callback: CallbackServer,
  perSecond: number
): Promise<Effects> {
  await using starting = new AsyncDisposableStack()
  const done = new Map<Service, Effect[]>()
  const due = new Map<string, number>()
  const record = (service: Service, dueAt: number) => {
    const all = done.get(service) ?? []
    all.push({ dueAt, tookMs: Date.now() - dueAt })
    done.set(service, all)
  }
  const begins = (service: Service, id: string) => {
    const key = `${service} ${id}`
    if (!due.has(key)) due.set(key, Date.now())
  }
  const ends = (service: Service, id: string) => {
    const key = `${service} ${id}`
    const dueAt = due.get(key)
    if (dueAt === undefined || dueAt === OVER) return
    due.set(key, OVER)
    record(service, dueAt)
  }

  // what follows from messages
  const { system, team, addresses } = experiment
  const logger = createLogger('bench', 'error')
  const url = system.stores.rabbitmqUrl
  const broker = starting.use(connectBroker({ url, service: 'inbox-gateway', publishes: [], logger }))
  const handlers = [
    on(messageReceived, async ({ data }) => begins('queue', data.messageId)),
    on(messageAppended, async ({ data }) => ends('queue', data.message.id)),
    on(conversationQueued, async ({ data: { conversation } }) => {
      begins('distribution', conversation.id)
      begins('session-expiry', conversation.id)
    }),
    on(conversationOffered, async ({ data }) => ends('distribution', data.conversation.id)),
    on(windowOpened, async ({ data }) => ends('session-expiry', data.conversationId)),
    on(deliveryRequested, async ({ data }) => begins('channel-adapters', data.messageId))
  ]
  starting.use(broker.subscribe({ prefetch: 100, handlers }))
  await broker.whenReady()
  callback.answers(({ body }) => {
    ends('channel-adapters', body.data.messageId)
    return { status: 204 }
  })

  // the services that answer calls
  const admin = starting.use(await signIn(addresses['inbox-gateway'], system.admin))
  const contact = team.contact('probe')
  const idle = await signIn(addresses['inbox-gateway'], system.demo.users.find(({ role }) => role === 'agent')!)
  starting.use(idle)
  const media = `${addresses['channel-ingest']}/v1/media?name=a.txt`
  const calls: Partial<Record<Service, (n: number) => Promise<Answer<unknown>>>> = {
    'channel-ingest': n => contact.writes(`probe ${n}`, { messageId: `probe-${n}` }),
    'inbox-gateway': () => team.agents[0]!.get('/v1/monitor'),
    presence: n => idle.put('/v1/me/status', { status: n % 2 ? 'away' : 'available' }),
    directory: () => admin.get('/v1/departments'),
    media: () => ask('POST', media, { token: team.apiKey, body: 'a small file', headers: BYTES })
  }
  const end = new AbortController()
  const underway = new Map<Promise<void>, Service>()
  const probe = async (service: Service, n: number) => {
    const dueAt = Date.now()
    for (; !end.signal.aborted; await sleep(AGAIN_MS)) {
      const answer = await calls[service]!(n).catch(() => undefined)
      if (answer && answer.status < 500 && answer.status !== 429) return record(service, dueAt)
    }
  }
  const begin = (n: number) => {
    for (const service of Object.keys(calls) as Service[]) {
      if (Array.from(underway.values()).filter(each => each === service).length === MOST_WAITING) continue
      const call = probe(service, n).finally(() => underway.delete(call))
      underway.set(call, service)
    }
  }
  let n = 0
  let clock: NodeJS.Timeout | undefined
  const pause = async () => {
    clearInterval(clock)
    await Promise.all(underway.keys())
  }
  starting.defer(() => {
    end.abort()
    return pause()
  })
  const running = starting.move()
  const waiting = () => Array.from(due).flatMap(([key, at]) => (at === OVER ? [] : [key]))
  return {
    called: service => names[service],
    of: service => done.get(service) ?? [],
    call() {
      clock = setInterval(() => begin(n++), 1000 / perSecond)
    },
    pause,
    async missing() {
      await waitFor(() => waiting().length === 0, { timeoutMs: 20_000 }).catch(() => undefined)
      return waiting().map(key => `never done: ${key}`)
    },
    [Symbol.asyncDispose]: () => running.disposeAsync()
  }
}

/** Marks what is done. */
const OVER = -1
