import { createHash } from 'node:crypto'
import {
  type ChannelWithKeys,
  channelChanged,
  claimMedia,
  contactIdentified,
  contactLeft,
  type DirectorySnapshot,
  type Envelope,
  editReceived,
  getDirectorySnapshot,
  messageEchoed,
  messageReceived,
  reactionReceived,
  revocationReceived,
  statusReceived,
  uploadMedia
} from '@inbox/contracts'
import { type Caller, createServiceCallers, route, startHttpServer } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import { connectBroker, defineConsumer, newEnvelope, on } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { type FaultProxy, isolate, startFaultProxy, waitFor } from '@inbox/testing'
import { start } from '../src/service.ts'

export const secret = 'a secret of some length that only these tests know'
export const key = 'sik_test_key'
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
/** The channel whose key is `key`. */
export const channel: ChannelWithKeys = {
  id: 'wa',
  version: 1,
  kind: 'whatsapp',
  name: 'WhatsApp',
  departmentId: 'sales',
  session: { kind: 'window' },
  settings: {},
  active: true,
  keys: [
    { id: 'k1', sha256: sha256(key) },
    { id: 'k2', sha256: sha256('expired'), expiresAt: '2020-01-01T00:00:00.000Z' }
  ]
}
const snapshot: DirectorySnapshot = { departments: [], agents: [], channels: [channel] }

export interface Ingest extends AsyncDisposable {
  readonly url: string
  /** Sits between the service and its broker. */
  readonly broker: FaultProxy
  /** All events that it has published. */
  readonly received: Envelope[]
  /** The callers who have uploaded files. */
  readonly uploads: Caller[]
  /** Tells the service about a channel as the directory does. */
  announce(channel: ChannelWithKeys): Promise<void>
  // biome-ignore lint/suspicious/noExplicitAny: judged field by field
  post(path: string, body: unknown, apiKey?: string): Promise<{ status: number; headers: Headers; body: any }>
  /** A message's events, by its channel's id of it. */
  dataOf(messageId: string): Envelope[]
}

/** The service with a real broker, and the minimal doubles of a directory and a media store that it needs. */
export async function startIngest(testUrl: string): Promise<Ingest> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('test', 'silent')
  const received: Envelope[] = []
  const uploads: Caller[] = []
  const stores = stack.use(await isolate(testUrl))
  const proxy = stack.use(await startFaultProxy(stores.rabbitmqUrl))
  const directory = stack.use(
    await startHttpServer({
      port: 0,
      host: '127.0.0.1',
      logger,
      notReady: () => [],
      authenticate: createServiceCallers(secret, 'required'),
      routes: [route(getDirectorySnapshot, async () => ok(snapshot))]
    })
  )
  const media = stack.use(
    await startHttpServer({
      ...{ port: 0, host: '127.0.0.1', logger, notReady: () => [] },
      authenticate: createServiceCallers(secret, 'required'),
      routes: [
        route(uploadMedia, async ({ caller, query: { name }, request }) => {
          const size = Buffer.concat(await request.toArray()).length
          const mimeType = String(request.headers['content-type'])
          uploads.push(caller)
          return ok({ ...{ id: 'f1', sha256: '', mimeType, size }, ...(name && { name }) })
        }),
        route(claimMedia, async ({ params: { id }, body: owner }) =>
          id === 'f1' && owner.kind === 'channel' && owner.id === channel.id
            ? ok({ id, sha256: '', mimeType: 'image/png', size: 9 })
            : reject('not-found', 'There is no such file')
        )
      ]
    })
  )
  const broker = stack.use(
    connectBroker({ url: stores.rabbitmqUrl, service: 'directory', publishes: [channelChanged], logger })
  )
  stack.use(
    broker.consume(
      defineConsumer({
        name: 'directory.watching',
        prefetch: 1000,
        handlers: [
          messageReceived,
          messageEchoed,
          contactIdentified,
          statusReceived,
          reactionReceived,
          editReceived,
          revocationReceived,
          contactLeft
        ].map(type => on(type, async envelope => void received.push(envelope)))
      })
    )
  )
  await broker.whenReady()
  const announce = (changed: ChannelWithKeys) =>
    broker.publish(
      channelChanged,
      newEnvelope(channelChanged, {
        key: changed.id,
        version: changed.version,
        occurredAt: new Date(),
        correlationId: 'test',
        data: { channel: changed }
      })
    )
  const service = stack.use(
    await start({
      HOST: '127.0.0.1',
      RABBITMQ_URL: proxy.url,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
      SERVICE_TOKEN_SECRET: secret,
      SERVICE_AUTH: 'required',
      CHANNEL_INGEST_PORT: 0,
      DIRECTORY_URL: directory.url,
      MEDIA_URL: media.url,
      INGEST_CALLS_PER_SECOND: 10_000,
      INGEST_CALLS_PER_SECOND_PER_ADDRESS: 10_000,
      TRUSTED_PROXIES: [],
      CONNECTIONS_PER_ADDRESS: 1000
    })
  )
  const { url } = service
  await waitFor(async () => (await fetch(`${url}/readyz`)).ok)
  return {
    ...{ url, broker: proxy, received, uploads, announce },
    async post(path, body, apiKey = key) {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
        body: JSON.stringify(body)
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
    },
    dataOf: messageId =>
      received.filter(({ data }) => (data as { providerMessageId?: string }).providerMessageId === messageId),
    [Symbol.asyncDispose]: () => stack.disposeAsync()
  }
}

let count = 0
/** A message as posted by a channel, with a fresh id. */
export const message = (change: object = {}) => {
  count += 1
  return {
    messageId: `m${count}`,
    contact: { id: '+55' },
    sentAt: new Date().toISOString(),
    content: { type: 'text', text: 'hi' },
    ...change
  }
}
