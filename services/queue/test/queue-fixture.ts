import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  type Agent,
  accessAudited,
  agentChanged,
  type ConversationSummary,
  contactLeft,
  conversationAttended,
  conversationTyping,
  type DataOf,
  type Department,
  departmentChanged,
  type Envelope,
  getMonitor,
  listConversations,
  listMessages,
  type Message,
  type MessageType,
  messageReceived,
  type Operation,
  type OperationInput,
  type Owner,
  offer,
  offerRefused,
  type Presence,
  presenceChanged,
  ratingReceived,
  statusReceived
} from '@inbox/contracts'
import { serviceProgram } from '@inbox/devstack'
import { createClient, mintServiceToken, type User } from '@inbox/http'
import { connectBroker, on } from '@inbox/messaging'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { amqpQueuesEmpty, type Isolated, isolate, metricsIdle, settle, waitFor } from '@inbox/testing'
import type { Config } from '../src/config.ts'
import { start } from '../src/service.ts'
import type { ConversationDocument } from '../src/store/conversation-document.ts'
import { published } from '../src/store/published.ts'
import { agent, department } from './builders.ts'
import { presenceOf, startNeighbours } from './neighbours.ts'
import { postMessage, publish, publishOffer } from './publishing.ts'

/** A hundred concurrent calls take a busy machine longer than a real caller would wait. */
const TIMEOUT_MS = 30_000
const secret = 'a secret of some length that only these tests know'

function spawnQueue(config: Config, failPoint = '', port = 0, more: NodeJS.ProcessEnv = {}) {
  const settings = Object.fromEntries(
    Object.entries({ ...process.env, ...config }).map(([name, value]) => [name, String(value)])
  )
  const own = { QUEUE_PORT: String(port), FAIL_POINT: failPoint }
  const { command, args, env } = serviceProgram('queue', { ...settings, ...own, ...more })
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(child, 'exit').then(([, signal]) => signal as string | null)
  return {
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    }
  }
}

interface Options {
  env?: Partial<Config>
  replicas?: number
  agents?: Agent[]
  departments?: Department[]
}

/** The queue service in this process, on a real broker and store, with doubles of directory and presence. */
export async function startQueue(file: string, options: Options = {}) {
  await using stack = new AsyncDisposableStack()
  const started = await startIn(stack, file, options)
  const kept = stack.move()
  return { ...started, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

async function startIn(stack: AsyncDisposableStack, file: string, options: Options) {
  const stores: Isolated = stack.use(await isolate(file))
  const logger = createLogger('test', 'silent')
  const agents: Agent[] = options.agents ?? [agent('ana'), agent('rui'), agent('leo')]
  const departments = options.departments ?? [department('sales', 'automatic'), department('support', 'manual')]
  const neighbours = stack.use(await startNeighbours({ secret, departments, agents }))
  const config: Config = {
    HOST: '127.0.0.1',
    RABBITMQ_URL: stores.rabbitmqUrl,
    LOG_LEVEL: 'silent',
    NODE_ENV: 'test',
    SERVICE_TOKEN_SECRET: secret,
    SERVICE_AUTH: 'required',
    MONGODB_URL: stores.mongodbUrl,
    MONGODB_DATABASE_PREFIX: stores.database,
    QUEUE_PORT: 0,
    DIRECTORY_URL: neighbours.url,
    ...{
      MEDIA_URL: 'http://127.0.0.1:1',
      MEDIA_PUBLIC_URL: 'http://127.0.0.1:1',
      MEDIA_SECRET: 'media-secret-of-the-tests-1234567890'
    },
    PRESENCE_URL: `${neighbours.url}/presence`,
    WHATSAPP_WINDOW_MS: 86_400_000,
    ...options.env
  }
  const as = (service: Owner, publishes: MessageType[]) =>
    stack.use(connectBroker({ url: stores.rabbitmqUrl, service, publishes, logger }))
  const ingest = as('channel-ingest', [messageReceived, contactLeft, ratingReceived, statusReceived])
  const presence = as('presence', [presenceChanged])
  const distribution = as('distribution', [offer])
  const directory = as('directory', [departmentChanged, agentChanged])
  await Promise.all([ingest, presence, distribution, directory].map(broker => broker.whenReady()))
  const seen: Envelope[] = []
  stack.use(
    distribution.subscribe({
      prefetch: 500,
      handlers: [...published, offerRefused, conversationTyping, conversationAttended, accessAudited].map(type =>
        on(type, async envelope => void seen.push(envelope))
      )
    })
  )
  const replicas: { url: string }[] = []
  for (let i = 0; i < (options.replicas ?? 1); i++) replicas.push(stack.use(await start(config)))
  for (const { url } of replicas)
    await waitFor(async () => (await fetch(`${url}/readyz`)).ok, {
      describe: 'the queue to be ready',
      timeoutMs: 30_000
    })

  const clients = replicas.map(({ url }) =>
    createClient({ baseUrl: url, service: 'test', secret, timeoutMs: TIMEOUT_MS })
  )
  let presenceVersion = 0
  const expected = new Map<string, string>()
  /** Publishes an agent's presence to the queue; resolves once the broker has it. */
  const presentSoon = async (agentId: string, change: Partial<Presence> = {}) => {
    presenceVersion += 1
    const data = { ...presenceOf(agentId, change), version: presenceVersion, cause: 'connected' as const }
    expected.set(agentId, `${data.status}/${data.link}`)
    await publish(presence, presenceChanged, agentId, presenceVersion, data)
  }
  /** Resolves once the queue knows the latest reports about these agents, and has acted on them. */
  const allPresent = async (agentIds: string[]) => {
    await waitFor(async () => {
      const monitor = await clients[0]!.call(getMonitor, { actor: user('boss', 'supervisor') })
      const known = new Map(
        monitor.ok ? monitor.value.agents.map(({ id, status, link }) => [id, `${status}/${link}`]) : []
      )
      return agentIds.every(id => known.get(id) === expected.get(id))
    })
    await settle([metricsIdle(...replicas.map(({ url }) => url))])
  }

  return {
    stores,
    /** The queue as a separate process on the same stores; `failPoint` is where it crashes. */
    spawn: (failPoint?: string, more?: NodeJS.ProcessEnv) => spawnQueue(config, failPoint, 0, more),
    /** The same, resolved once it is ready at a port. */
    spawnAt: async (port: number, more?: NodeJS.ProcessEnv) => {
      const spawned = spawnQueue(config, '', port, more)
      const url = `http://127.0.0.1:${port}`
      await waitFor(async () => (await fetch(`${url}/readyz`)).ok, { describe: url, timeoutMs: 30_000 })
      return {
        ...spawned,
        url,
        client: createClient({ baseUrl: url, service: 'test', secret, timeoutMs: TIMEOUT_MS })
      }
    },
    seen,
    statusCalls: neighbours.statusCalls,
    agents,
    departments,
    urls: replicas.map(({ url }) => url),
    presentSoon,
    allPresent,
    present: async (agentId: string, change: Partial<Presence> = {}) => {
      await presentSoon(agentId, change)
      await allPresent([agentId])
    },
    agentChanged: (changed: Agent) => publish(directory, agentChanged, changed.id, changed.version, { agent: changed }),
    departmentChanged: (changed: Department) =>
      publish(directory, departmentChanged, changed.id, changed.version, { department: changed }),
    /** Publishes what ingest reports. */
    tell: <Type extends MessageType>(type: Type, key: string, data: DataOf<Type>) =>
      publish(ingest, type, key, 1, data),
    /** Resolves when no message is in flight and no handler runs. */
    atRest: () => settle([amqpQueuesEmpty(stores), metricsIdle(...replicas.map(({ url }) => url))]),
    post: (message: Partial<DataOf<typeof messageReceived>> = {}) => postMessage(ingest, message),
    offer: (conversation: { id: string }, agentId: string, change: Partial<DataOf<typeof offer>> = {}) =>
      publishOffer(distribution, conversation.id, agentId, change),
    /** Everything in the stores, about anybody, as text. */
    async dump() {
      await using mongo = await connectMongo({ url: stores.mongodbUrl, database: `${stores.database}_queue`, logger })
      const names = ['conversations', 'messages', 'notes', 'drafts', 'transitions', 'contacts', 'erasures']
      return JSON.stringify(await Promise.all(names.map(name => mongo.collection(name).find({}).toArray())))
    },
    /** What is stored of a conversation, read without the service. */
    stored: async (conversationId: string) => {
      await using mongo = await connectMongo({ url: stores.mongodbUrl, database: `${stores.database}_queue`, logger })
      const [conversation, messages, transitions] = await Promise.all([
        mongo.collection<ConversationDocument>('conversations').findOne({ _id: conversationId }),
        mongo.collection<{ _id: string; conversationId: string }>('messages').find({ conversationId }).toArray(),
        mongo
          .collection<{ _id: string; conversationId: string; version: number }>('transitions')
          .find({ conversationId })
          .toArray()
      ])
      return {
        conversation,
        messages: messages.map(({ _id }) => _id),
        transitions: transitions.map(({ version }) => version)
      }
    },
    /** Calls an operation as a user, on the replica with that number. */
    call: <Op extends Operation>(operation: Op, input: OperationInput<Op> & { actor: User }, replica = 0) =>
      clients[replica]!.call(operation, input),
    secret,
    /** For calls with custom headers. */
    tokenOf: (actor: User) => mintServiceToken('test', secret, actor),
    list: async (tab: string, actor: User, agentId?: string): Promise<ConversationSummary[]> => {
      const query = { tab: tab as 'queue', limit: 200, ...(agentId !== undefined && { agentId }) }
      const page = await clients[0]!.call(listConversations, { query, actor })
      if (!page.ok) throw new Error(page.error.detail)
      return page.value.items
    },
    messagesOf: async (conversationId: string, actor: User): Promise<Message[]> => {
      const page = await clients[0]!.call(listMessages, {
        params: { id: conversationId },
        query: { limit: 200 },
        actor
      })
      if (!page.ok) throw new Error(page.error.detail)
      return page.value.items
    }
  }
}

export type QueueUnderTest = Awaited<ReturnType<typeof startQueue>>

export const user = (id: string, role: User['role'] = 'agent', departmentIds = ['sales', 'support']): User => ({
  kind: 'user',
  id,
  name: id,
  role,
  departmentIds
})
