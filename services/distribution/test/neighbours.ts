import {
  type Agent,
  agentChanged,
  announcePosition,
  conversationClosed,
  conversationEvents,
  conversationOffered,
  conversationQueued,
  type DataOf,
  type Department,
  departmentChanged,
  getConversationsById,
  getDirectorySnapshot,
  getRoutingSnapshot,
  listPresence,
  type MessageType,
  offer,
  offerRefused,
  type Presence,
  presenceChanged,
  type RoutedConversation
} from '@inbox/contracts'
import { type Route, route, startHttpServer } from '@inbox/http'
import { ok } from '@inbox/kernel'
import { type Broker, connectBroker, defineConsumer, newEnvelope, on } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'

type Offered = DataOf<typeof offer> & { at: number }
/** A refusal code that stands for no answer at all. */
export const SILENCE = 'silence'
type Refusal = { code: string } | undefined

/** Doubles of queue, directory and presence: what they know, what they publish, and every offer they received. */
export interface Neighbours extends AsyncDisposable {
  url: string
  offers: Offered[]
  /** Conversations whose offer was carried out, in order. */
  accepted: string[]
  announced: DataOf<typeof announcePosition>[]
  conversations: Map<string, RoutedConversation>
  /** Why the next offers are refused; undefined = carried out. */
  refuse: (command: DataOf<typeof offer>) => Refusal
  /** Whether the snapshots can be read. */
  answering: boolean
  department(department: Department): Promise<void>
  agent(agent: Agent): Promise<void>
  presence(presence: Presence): Promise<void>
  queued(conversation: RoutedConversation): Promise<void>
  closed(id: string): Promise<void>
  /** Resolves when the agent is given the next conversation. */
  nextOffer(agentId: string): Promise<void>
}

const logger = createLogger('tests', 'silent')

export async function startNeighbours(rabbitmqUrl: string): Promise<Neighbours> {
  const stack = new AsyncDisposableStack()
  const connect = (service: 'queue' | 'directory' | 'presence', publishes: MessageType[]) =>
    stack.use(connectBroker({ url: rabbitmqUrl, service, publishes, logger }))
  const queue = connect('queue', [conversationQueued, conversationOffered, conversationClosed, offerRefused])
  const directory = connect('directory', [departmentChanged, agentChanged])
  const presence = connect('presence', [presenceChanged])
  const [departments, agents, presences] = [
    new Map<string, Department>(),
    new Map<string, Agent>(),
    new Map<string, Presence>()
  ]

  const given = new Map<string, () => void>()

  const neighbours: Neighbours = {
    url: '',
    offers: [],
    accepted: [],
    announced: [],
    conversations: new Map(),
    refuse: () => undefined,
    answering: true,
    async department(each) {
      departments.set(each.id, each)
      await tell(directory, departmentChanged, each.id, each.version, { department: each })
    },
    async agent(each) {
      agents.set(each.id, each)
      await tell(directory, agentChanged, each.id, each.version, { agent: each })
    },
    async presence(each) {
      presences.set(each.agentId, each)
      await tell(presence, presenceChanged, each.agentId, each.version, { ...each, cause: 'chosen' })
    },
    async queued(each) {
      neighbours.conversations.set(each.id, each)
      await tell(queue, conversationQueued, each.id, each.version, {
        conversation: each,
        transition: step(null, 'queued')
      })
    },
    async closed(id) {
      const { offer: _, agent: __, ...before } = neighbours.conversations.get(id)!
      const conversation = { ...before, version: before.version + 1, status: 'closed' as const }
      neighbours.conversations.delete(id)
      await tell(queue, conversationClosed, id, conversation.version, {
        conversation,
        transition: step(before.status, 'closed')
      })
    },
    nextOffer: agentId =>
      new Promise(resolve => {
        given.set(agentId, resolve)
      }),
    [Symbol.asyncDispose]: () => stack.disposeAsync()
  }

  const take = async (command: DataOf<typeof offer>) => {
    neighbours.offers.push({ ...command, at: Date.now() })
    const { conversationId, agentId, offerId } = command
    const known = neighbours.conversations.get(conversationId)
    const refusal =
      neighbours.refuse(command) ?? (known?.status === 'queued' ? undefined : { code: 'illegal-transition' })
    if (refusal?.code === SILENCE) return
    if (refusal || !known) {
      const current = known && {
        status: known.status,
        version: known.version,
        ...(known.offer && { offer: known.offer })
      }
      const data = { conversationId, agentId, offerId, code: refusal?.code ?? 'not-found', ...(current && { current }) }
      return tell(queue, offerRefused, conversationId, known?.version ?? 0, data)
    }
    const conversation: RoutedConversation = {
      ...known,
      version: known.version + 1,
      status: 'offered',
      offer: { id: offerId, agentId, kind: 'automatic' },
      routing: { ...known.routing, offerNumber: known.routing.offerNumber + 1 }
    }
    neighbours.conversations.set(conversationId, conversation)
    neighbours.accepted.push(conversationId)
    given.get(agentId)?.()
    await tell(queue, conversationOffered, conversationId, conversation.version, {
      conversation,
      transition: step('queued', 'offered')
    })
  }
  stack.use(
    queue.consume(
      defineConsumer({ name: 'queue.offers', prefetch: 50, handlers: [on(offer, ({ data }) => take(data))] })
    )
  )
  const hear = async ({ data }: { data: DataOf<typeof announcePosition> }) => void neighbours.announced.push(data)
  stack.use(
    queue.consume(defineConsumer({ name: 'queue.notices', prefetch: 50, handlers: [on(announcePosition, hear)] }))
  )
  // like the real ones, so that events are consumed even while no matcher runs
  const taken = [departmentChanged, agentChanged, presenceChanged, ...conversationEvents]
  stack.use(queue.subscribe({ prefetch: 500, handlers: taken.map(type => on(type, async () => undefined)) }))
  await Promise.all([queue, directory, presence].map(broker => broker.whenReady()))

  const routes: Route[] = [
    route(getDirectorySnapshot, async () =>
      ok({ departments: [...departments.values()], agents: [...agents.values()], channels: [] })
    ),
    route(listPresence, async () => ok({ items: [...presences.values()] })),
    route(getRoutingSnapshot, async ({ query: { cursor = '0', limit } }) => {
      if (!neighbours.answering) throw new Error('away')
      const [from, all] = [Number(cursor), [...neighbours.conversations.values()]]
      return ok({
        items: all.slice(from, from + limit),
        nextCursor: from + limit < all.length ? `${from + limit}` : null
      })
    }),
    route(getConversationsById, async ({ query }) =>
      ok({ items: query.ids.flatMap(id => neighbours.conversations.get(id) ?? []) })
    )
  ]
  const http = stack.use(
    await startHttpServer({
      port: 0,
      host: '127.0.0.1',
      routes,
      authenticate: async () => ({ kind: 'service', name: 'tests' }),
      notReady: () => [],
      logger
    })
  )
  return Object.assign(neighbours, { url: http.url })
}

const tell = <Type extends MessageType>(broker: Broker, type: Type, key: string, version: number, data: DataOf<Type>) =>
  broker.publish(type, newEnvelope(type, { key, version, data, occurredAt: new Date(), correlationId: 'test' }))

const step = (from: RoutedConversation['status'] | null, to: RoutedConversation['status']) => ({
  rule: 'T1',
  from,
  to,
  cause: 'test',
  actor: { kind: 'system' as const },
  at: new Date().toISOString()
})
