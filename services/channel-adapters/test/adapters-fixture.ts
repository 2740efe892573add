import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  type AuditEntry,
  type ChannelAccount,
  type ChannelHealth,
  channelAccessAudited,
  channelChanged,
  channelHealthChanged,
  contactChanged,
  contactErased,
  conversationEvents,
  conversationRated,
  deliveryFailed,
  deliveryRequested,
  deliverySent,
  disableWebhook,
  type Envelope,
  listChannelAccounts,
  listWebhookAccounts,
  messageAppended,
  messageStatusChanged,
  messagesErased,
  type WebhookAccount,
  type WebhookDisabling,
  webhookChanged,
  webhookEventType
} from '@inbox/contracts'
import type { Delivery } from '@inbox/delivery'
import { serviceProgram } from '@inbox/devstack'
import { createServiceCallers, mintServiceToken, route, startHttpServer, type User } from '@inbox/http'
import { ok } from '@inbox/kernel'
import { connectBroker, newEnvelope, on } from '@inbox/messaging'
import { untilDone } from '@inbox/runtime'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { isolate, waitFor } from '@inbox/testing'
import type { Config } from '../src/config.ts'
import type { DeliveryEnvelope } from '../src/domain/delivery.ts'
import type { WebhookEvent } from '../src/domain/webhook-event.ts'
import { start } from '../src/service.ts'
import type { MailboxDocument } from '../src/store/mailboxes.ts'
import type { PayloadDocument } from '../src/store/payloads.ts'
import { type aDelivery, CHANNEL } from './builders.ts'

const SECRET = 'service-token-secret-of-the-tests-123'
/** As published by queue before each kind had its own broker queue. */
const ofOlderVersion = { ...deliveryRequested, partOf: undefined }
const silent = createLogger('tests', 'silent')
const root: User = { kind: 'user', id: 'root', name: 'Root', role: 'admin', departmentIds: [] }

export interface ReportedStatus {
  messageId: string
  code?: string | undefined
  error?: string | undefined
  providerMessageId?: string | undefined
}

const eventsOfQueue = [...conversationEvents, conversationRated, messageAppended, messageStatusChanged, contactChanged]

/** channel-adapters between a directory with one channel and a queue that sends requests and listens. */
export async function startAdapters(
  fileUrl: string,
  settings: ChannelAccount['settings'],
  env: Partial<Config> = {},
  of: Partial<ChannelAccount> = {},
  others: readonly ChannelAccount[] = []
) {
  await using stack = new AsyncDisposableStack()
  const stores = stack.use(await isolate(fileUrl))
  let account: ChannelAccount = {
    id: CHANNEL.id,
    version: 1,
    kind: 'api',
    departmentId: 'sales',
    active: true,
    settings,
    ...of
  }
  const webhooks: WebhookAccount[] = []
  const disabled: ({ id: string; url?: string | undefined } & WebhookDisabling)[] = []
  const directory = stack.use(
    await startHttpServer({
      port: 0,
      host: '127.0.0.1',
      routes: [
        route(listChannelAccounts, async () => ok({ items: [account, ...others] })),
        route(listWebhookAccounts, async () => ok({ items: webhooks })),
        route(disableWebhook, async ({ params, body }) => {
          disabled.push({ id: params.id, ...body })
          return ok({ active: webhooks.some(({ id, url }) => id === params.id && url !== body.url) })
        })
      ],
      authenticate: createServiceCallers(SECRET, 'required'),
      notReady: () => [],
      logger: silent
    })
  )
  const broker = (service: 'queue' | 'directory', publishes: Parameters<typeof connectBroker>[0]['publishes']) =>
    stack.use(connectBroker({ url: stores.rabbitmqUrl, service, publishes, logger: silent }))
  const queue = broker('queue', [deliveryRequested, ofOlderVersion, contactErased, messagesErased, ...eventsOfQueue])
  const owner = broker('directory', [channelChanged, webhookChanged])
  const told: Envelope<ReportedStatus>[] = []
  const take = async (envelope: Envelope<ReportedStatus>): Promise<void> => {
    told.push(envelope)
  }
  const audited: AuditEntry[] = []
  const states: string[] = []
  const sides: string[] = []
  const handlers = [
    ...[on(deliverySent, take), on(deliveryFailed, take)],
    on(channelAccessAudited, async ({ data: { entry } }) => void audited.push(entry)),
    on(channelHealthChanged, async ({ data: { side, state } }) => void (side ? sides : states).push(state))
  ]
  stack.use(queue.subscribe({ prefetch: 100, handlers }))
  const config: Config = {
    ...{ HOST: '127.0.0.1', LOG_LEVEL: 'silent', NODE_ENV: 'test', CHANNEL_ADAPTERS_PORT: 0 },
    ...{ RABBITMQ_URL: stores.rabbitmqUrl, MONGODB_URL: stores.mongodbUrl, MONGODB_DATABASE_PREFIX: stores.database },
    ...{ SERVICE_TOKEN_SECRET: SECRET, SERVICE_AUTH: 'required', DIRECTORY_URL: directory.url },
    ...{
      MEDIA_URL: 'http://127.0.0.1:1',
      MEDIA_PUBLIC_URL: 'http://127.0.0.1:1',
      MEDIA_SECRET: 'media-secret-of-the-tests-1234567890'
    },
    ...{ TRUSTED_PROXIES: [], CONNECTIONS_PER_ADDRESS: 1000 },
    ...{ CHANNEL_INGEST_URL: 'http://127.0.0.1:9', QUEUE_URL: 'http://127.0.0.1:9', VISITOR_TOKEN_SECRET: SECRET },
    ...{
      VISITOR_GONE_MS: 60_000,
      VISITOR_CONNECTIONS_PER_SECOND: 100,
      VISITOR_MESSAGES_PER_MINUTE: 1000,
      VISITOR_UPLOADS_PER_MINUTE: 1000,
      VISITOR_UPLOAD_MAX_BYTES: 1000,
      OUTBOUND_ALLOWED_NETWORKS: ['loopback'],
      DELIVERY_LEASE_MS: 4000
    },
    ...{ WIDGET_PATH: 'none', CHANNEL_KINDS: ['api', 'webchat', 'whatsapp', 'email'], RAW_PAYLOAD_DAYS: 30 },
    ...env
  }
  const database = `${stores.database}_channel_adapters`
  const mongo = stack.use(await connectMongo({ url: stores.mongodbUrl, database, logger: silent }))
  const deliveries = mongo.collection<Delivery<DeliveryEnvelope>>('deliveries')
  const mailboxes = mongo.collection<MailboxDocument>('mailboxes')
  await Promise.all([queue.whenReady(), owner.whenReady()])
  const kept = stack.move()

  return {
    told,
    audited,
    toldOf: (messageId: string) => told.filter(({ data }) => data.messageId === messageId),
    async request(...envelopes: ReturnType<typeof aDelivery>[]) {
      // nobody takes it before the first process has declared where it goes
      for (const envelope of envelopes) await untilDone(() => queue.publish(deliveryRequested, envelope))
    },
    requestAsBefore: (envelope: ReturnType<typeof aDelivery>) =>
      untilDone(() => queue.publish(ofOlderVersion, envelope)),
    /** As queue, erases the contact with these messages. */
    async erase(
      names: string[],
      messageIds: string[],
      providerMessageIds: string[] = [],
      { at: asked = new Date(), channelId = CHANNEL.id } = {}
    ) {
      const about = { key: 'k', version: 1, occurredAt: new Date(), correlationId: 'erase' }
      const at = asked.toISOString()
      const channel = { ...CHANNEL, id: channelId, kind: account.kind }
      const messages = [
        ...messageIds.map(messageId => ({ messageId })),
        ...providerMessageIds.map(providerMessageId => ({ messageId: providerMessageId, providerMessageId }))
      ]
      await queue.publish(
        contactErased,
        newEnvelope(contactErased, { ...about, data: { contactId: 'k', channel, names, at } })
      )
      await queue.publish(
        messagesErased,
        newEnvelope(messagesErased, { ...about, data: { conversationId: 'c', channel, messages } })
      )
    },
    /** As queue, erases a contact without any messages. */
    async eraseContact(contactId: string) {
      const about = { key: contactId, version: 1, occurredAt: new Date(), correlationId: 'erase' }
      const data = { contactId, channel: CHANNEL, names: [], at: new Date().toISOString() }
      await queue.publish(contactErased, newEnvelope(contactErased, { ...about, data }))
    },
    /** A collection's contents, as text. */
    stored: async (name: 'deliveries' | 'payloads' | 'mails' | 'set_aside_mails' | 'acknowledged' | 'erased') =>
      JSON.stringify(await mongo.collection(name).find({}).toArray()),
    payloads: mongo.collection<PayloadDocument>('payloads'),
    /** As an administrator, saves the channel with other settings. */
    async changeChannel(next: ChannelAccount['settings']) {
      account = { ...account, version: account.version + 1, settings: next }
      const { id, version, kind } = account
      const channel = {
        ...{ id, version, kind, name: 'Shop', departmentId: 'sales', session: { kind: 'none' as const } },
        ...{ settings: {}, active: true, keys: [] }
      }
      const about = { key: id, version, occurredAt: new Date(), correlationId: 'change' }
      await owner.publish(channelChanged, newEnvelope(channelChanged, { ...about, data: { channel } }))
    },
    /** As an administrator, registers or changes a webhook; a process knows those that exist when it starts. */
    async setWebhook(given: Partial<WebhookAccount> & { id: string }) {
      const before = webhooks.find(({ id }) => id === given.id)
      const standard = { version: 0, active: true, url: '', events: webhookEventType.options, secrets: [] }
      const next = { ...standard, ...before, ...given, version: (before?.version ?? 0) + 1 }
      webhooks.splice(0, webhooks.length, ...webhooks.filter(each => each !== before), next)
      const { id, version, active, deleted } = next
      const about = { key: id, version, occurredAt: new Date(), correlationId: 'change' }
      const data = { webhook: { id, version, active, deleted } }
      await owner.publish(webhookChanged, newEnvelope(webhookChanged, { ...about, data }))
    },
    /** Resolves once a process knows of a webhook and receives events. */
    async hearsFor(webhookId: string, url: string) {
      const authorization = `Bearer ${await mintServiceToken('tests', SECRET, root)}`
      const health = async () => (await fetch(`${url}/v1/webhook-health`, { headers: { authorization } })).text()
      await waitFor(async () => (await health()).includes(`"${webhookId}"`))
      await waitFor(async () => (await fetch(`${url}/readyz`)).ok)
    },
    /** What the directory was told about webhooks that accept nothing. */
    disabled,
    /** As queue, publishes events, once somebody is there who wants them. */
    async tell(...envelopes: Envelope[]) {
      for (const envelope of envelopes) {
        const type = eventsOfQueue.find(each => each.type === envelope.type)!
        await untilDone(() => queue.publish(type, envelope))
      }
    },
    webhookDeliveries: mongo.collection<Delivery<WebhookEvent>>('webhook_deliveries'),
    /** One process, within this one. */
    async startOne(more: Partial<Config> = {}) {
      const service = await start({ ...config, ...more })
      await waitFor(async () => (await fetch(`${service.url}/readyz`)).ok)
      return service
    },
    /** One separate process; `failPoint` kills it there. */
    spawnOne(failPoint = '') {
      const entries = Object.entries(config).map(([name, value]) => [name, String(value)])
      const given = { ...process.env, ...Object.fromEntries(entries), FAIL_POINT: failPoint }
      const { command, args, env } = serviceProgram('channel-adapters', given)
      const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
      const ended = once(child, 'exit').then(([, signal]) => signal as string | null)
      return {
        ended,
        /** As a machine that stands still: it answers nobody, and notices nothing when it continues. */
        stop: () => child.kill('SIGSTOP'),
        goOn: () => child.kill('SIGCONT'),
        async [Symbol.asyncDispose]() {
          child.kill('SIGKILL')
          await ended
        }
      }
    },
    /** How often each delivery was attempted, as stored. */
    async attempts(): Promise<Map<string, number>> {
      const found = await deliveries.find({}).toArray()
      return new Map(found.map(({ _id, attempts }) => [_id, attempts]))
    },
    /** How far the channel's mailbox has been read, and by whom. */
    mailbox: () => mailboxes.findOne({ _id: CHANNEL.id }) as Promise<MailboxDocument | null>,
    /** The error of its last failed attempt, as stored. */
    errorOf: async (id: string) => (await deliveries.findOne({ _id: id }))?.error,
    /** The channel's states, in the order in which they were published. */
    states: () => states,
    /** The same for the side that fetches what customers write. */
    receivingStates: () => sides,
    /** The response to an administrator. */
    async asked(method: 'GET' | 'POST', path: string, url: string): Promise<{ status: number; body: unknown }> {
      const authorization = `Bearer ${await mintServiceToken('tests', SECRET, root)}`
      const answer = await fetch(url + path, { method, headers: { authorization } })
      const text = await answer.text()
      const isJson = answer.headers.get('content-type')?.includes('json')
      return { status: answer.status, body: isJson ? JSON.parse(text) : text }
    },
    async listedFor(role: User['role'], url: string): Promise<ChannelHealth[]> {
      const authorization = `Bearer ${await mintServiceToken('tests', SECRET, { ...root, role })}`
      const answer = await fetch(`${url}/v1/channel-health`, { headers: { authorization } })
      return ((await answer.json()) as { items: ChannelHealth[] }).items
    },
    async health(url: string): Promise<ChannelHealth> {
      const authorization = `Bearer ${await mintServiceToken('tests', SECRET, root)}`
      const answer = await fetch(`${url}/v1/channels/${CHANNEL.id}/health`, { headers: { authorization } })
      return (await answer.json()) as ChannelHealth
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync()
  }
}
export type Adapters = Awaited<ReturnType<typeof startAdapters>>
