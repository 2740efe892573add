import { type ChildProcess, spawn } from 'node:child_process'
import {
  conversationInactivated,
  conversationQueued,
  type DataOf,
  type Envelope,
  getConversationsById,
  messageAppended,
  type RoutedConversation,
  windowExpired,
  windowExpiresSoon,
  windowExtended,
  windowOpened
} from '@inbox/contracts'
import { freePort, serviceProgram } from '@inbox/devstack'
import { createServiceCallers, route, startHttpServer } from '@inbox/http'
import { ok } from '@inbox/kernel'
import { connectBroker, newEnvelope, on } from '@inbox/messaging'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { isolate, waitFor } from '@inbox/testing'
import { readConfig } from '../src/config.ts'
import { start } from '../src/service.ts'
import type { WindowDocument } from '../src/store/windows.ts'

const SECRET = 'service-token-secret-of-the-tests-123'
const logger = createLogger('test', process.env.LOG_LEVEL ?? 'silent')

export const aConversation = (
  id: string,
  expiresAt: Date,
  more: Partial<RoutedConversation> = {}
): RoutedConversation => ({
  id,
  referenceNumber: '2030-1',
  version: 1,
  status: 'queued',
  channel: { id: 'wa', kind: 'whatsapp', name: 'WhatsApp' },
  contact: { id: 'k', externalId: '5511' },
  departmentId: 'sales',
  enqueuedAt: new Date().toISOString(),
  window: { expiresAt: expiresAt.toISOString() },
  unread: 0,
  tags: [],
  routing: { priority: 0, offerNumber: 1, excludedAgentIds: [] },
  ...more
})

type WindowExpired = Envelope<DataOf<typeof windowExpired>>

/** Separate stores, a queue that answers and publishes as the real one does, and what session-expiry publishes. */
export async function openWorld(url: string, options: { confirmMs?: number; soonMs?: number } = {}) {
  const stores = await isolate(url)
  const queuePort = await freePort()
  const conversations = new Map<string, RoutedConversation>()
  const told = {
    opened: [] as WindowExpired[],
    extended: [] as WindowExpired[],
    soon: [] as WindowExpired[],
    expired: [] as WindowExpired[]
  }
  let obeys = true

  const broker = connectBroker({
    url: stores.rabbitmqUrl,
    service: 'queue',
    publishes: [conversationQueued, conversationInactivated, messageAppended],
    logger
  })
  const transition = {
    rule: 'T1',
    from: null,
    to: 'queued',
    cause: 'test',
    actor: { kind: 'system' },
    at: new Date().toISOString()
  } as const
  const message = {
    id: 'm',
    conversationId: 'c',
    direction: 'inbound',
    author: { kind: 'contact' },
    content: { type: 'text', text: 'x' },
    sentAt: new Date().toISOString(),
    receivedAt: new Date().toISOString()
  } as const
  const given = (id: string, version: number) => ({ key: id, version, occurredAt: new Date(), correlationId: 'test' })
  const remember = (list: WindowExpired[]) => async (envelope: WindowExpired) => void list.push(envelope)
  broker.subscribe({
    prefetch: 50,
    handlers: [
      on(windowOpened, remember(told.opened)),
      on(windowExtended, remember(told.extended)),
      on(windowExpiresSoon, remember(told.soon)),
      on(windowExpired, async envelope => {
        told.expired.push(envelope)
        const conversation = conversations.get(envelope.key)
        if (!obeys || !conversation || Date.parse(conversation.window!.expiresAt) > Date.now()) return
        await tell({ ...conversation, version: conversation.version + 1, status: 'inactive' })
      })
    ]
  })
  await broker.whenReady()

  /** Stores and publishes it, as the queue does. */
  async function tell(conversation: RoutedConversation, kept = true): Promise<void> {
    if (kept) conversations.set(conversation.id, conversation)
    const type = conversation.status === 'inactive' ? conversationInactivated : conversationQueued
    const envelope = newEnvelope(type, {
      ...given(conversation.id, conversation.version),
      data: { conversation, transition }
    })
    await broker.publish(type, envelope)
  }
  const queue = () =>
    startHttpServer({
      port: queuePort,
      host: '127.0.0.1',
      routes: [
        route(getConversationsById, async ({ query }) =>
          ok({ items: query.ids.flatMap(id => conversations.get(id) ?? []) })
        )
      ],
      authenticate: createServiceCallers(SECRET, 'required'),
      notReady: () => [],
      logger
    })
  const settings = {
    RABBITMQ_URL: stores.rabbitmqUrl,
    MONGODB_URL: stores.mongodbUrl,
    MONGODB_DATABASE_PREFIX: stores.name,
    SERVICE_TOKEN_SECRET: SECRET,
    QUEUE_URL: `http://127.0.0.1:${queuePort}`,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    EXPIRES_SOON_MS: String(options.soonMs ?? 0),
    EXPIRY_CONFIRM_MS: String(options.confirmMs ?? 60_000),
    SESSION_EXPIRY_PORT: '0'
  }
  const mongo = await connectMongo({ url: stores.mongodbUrl, database: `${stores.name}_session_expiry`, logger })
  const children = new Set<ChildProcess>()
  let server: AsyncDisposable = await queue()
  return {
    ...{ stores, conversations, told, tell, settings },
    /** A message from the contact, by which the window now ends at `expiresAt`. */
    async write(id: string, expiresAt: Date) {
      const before = conversations.get(id)!
      const conversation = { ...before, version: before.version + 1, window: { expiresAt: expiresAt.toISOString() } }
      conversations.set(id, conversation)
      const data = { conversation, message }
      await broker.publish(messageAppended, newEnvelope(messageAppended, { ...given(id, conversation.version), data }))
    },
    obey(whether: boolean) {
      obeys = whether
    },
    startService: async () => {
      const service = await start(readConfig(settings))
      await waitFor(async () => (await fetch(`${service.url}/readyz`)).ok)
      return service
    },
    startProcess: async (env: NodeJS.ProcessEnv) => {
      const port = String(await freePort())
      const given = { ...process.env, ...settings, SESSION_EXPIRY_PORT: port, ...env }
      const { command, args, env: whole } = serviceProgram('session-expiry', given)
      const child = spawn(command, args, { env: whole, stdio: process.env.LOG_LEVEL ? 'inherit' : 'ignore' })
      children.add(child)
      await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok, { timeoutMs: 60_000 })
      return child
    },
    async stopQueue() {
      await server[Symbol.asyncDispose]()
    },
    async startQueue() {
      server = await queue()
    },
    windowOf: (id: string) =>
      mongo.collection<WindowDocument>('windows').findOne({ _id: id }) as Promise<WindowDocument | null>,
    /** Deduplicated: an event may come more than once, always with the same id. */
    expiriesOf: (id: string) => [
      ...new Map(told.expired.filter(({ key }) => key === id).map(each => [each.id, each])).values()
    ],
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill('SIGKILL')
      await broker[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
      await mongo[Symbol.asyncDispose]()
      await stores.remove()
    }
  }
}

export const inMs = (ms: number) => new Date(Date.now() + ms)
