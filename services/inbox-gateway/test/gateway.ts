import {
  type Agent,
  agentChanged,
  channelHealthChanged,
  conversationContactTyping,
  conversationEvents,
  conversationNoted,
  conversationTyping,
  conversationUpdated,
  type DataOf,
  gatewayUnheard,
  type MessageType,
  messageAppended,
  messageChanged,
  messageStatusChanged,
  type Owner,
  positionTold,
  presenceChanged,
  type ServerEvents,
  serviceAccountChanged,
  signInEnded,
  windowExpiresSoon,
  workMoved
} from '@inbox/contracts'
import { type Broker, connectBroker } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { type Isolated, isolate, startFaultProxy, waitFor } from '@inbox/testing'
import { io, type ManagerOptions, type Socket } from 'socket.io-client'
import type { Config } from '../src/config.ts'
import { start } from '../src/service.ts'
import { ACCESS_SECRET, envelopeOf, tokenOf } from './builders.ts'
import { type Owners, SERVICE_SECRET, startOwners } from './owners.ts'

const configOf = (stores: Isolated, owners: Owners, changes: Partial<Config> = {}): Config => ({
  HOST: '127.0.0.1',
  RABBITMQ_URL: stores.rabbitmqUrl,
  LOG_LEVEL: 'silent',
  NODE_ENV: 'test',
  SERVICE_TOKEN_SECRET: SERVICE_SECRET,
  SERVICE_AUTH: 'required',
  INBOX_GATEWAY_PORT: 0,
  QUEUE_URL: owners.queue.url,
  PRESENCE_URL: owners.presence.url,
  DIRECTORY_URL: owners.directory.url,
  ...{ MEDIA_PUBLIC_URL: 'http://127.0.0.1:1', MEDIA_SECRET: 'media-secret-of-the-tests-1234567890' },
  DISTRIBUTION_URL: 'http://127.0.0.1:1',
  CHANNEL_ADAPTERS_URL: 'http://127.0.0.1:1',
  MEDIA_URL: 'http://127.0.0.1:1',
  ACCESS_TOKEN_SECRET: ACCESS_SECRET,
  ACCESS_TOKEN_GRACE_SECONDS: 0,
  PRESENCE_PING_MS: 200,
  SOCKET_PING_TIMEOUT_MS: 5000,
  GATEWAY_CALLS_PER_SECOND: 1000,
  GATEWAY_CALLS_PER_SECOND_PER_SERVICE_ACCOUNT: 1000,
  GATEWAY_CALLS_PER_SECOND_PER_ADDRESS: 1000,
  GATEWAY_CONNECTIONS_PER_SECOND: 1000,
  GATEWAY_FAILED_SIGN_INS_PER_MINUTE: 1000,
  TRUSTED_PROXIES: [],
  CONNECTIONS_PER_ADDRESS: 1000,
  GATEWAY_STALLED_MS: 30_000,
  GATEWAY_DRAIN_MS: 0,
  CORS_ORIGINS: [],
  REFERENCE_PATH: 'none',
  WEB_PATH: 'none',
  ...changes
})

/** A client that keeps everything it is sent. */
export interface TestSocket {
  socket: Socket
  received: { [Name in keyof ServerEvents]?: ServerEvents[Name][] }
  all: <Name extends keyof ServerEvents>(name: Name) => ServerEvents[Name][]
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by the tests, field by field
  ask: (event: string, payload: unknown) => Promise<any>
}

/** A running gateway between a real broker and test doubles of the services that own the data. */
export async function startGateway(url: string, changes: Partial<Config> = {}) {
  const stores = await isolate(url)
  const owners = await startOwners()
  const network = await startFaultProxy(stores.rabbitmqUrl)
  const config = configOf({ ...stores, rabbitmqUrl: network.url }, owners, changes)
  const service = await start(config)
  const brokers = new Map<Owner, Broker>()
  const published: MessageType[] = [
    agentChanged,
    channelHealthChanged,
    ...conversationEvents,
    conversationNoted,
    conversationContactTyping,
    conversationTyping,
    conversationUpdated,
    gatewayUnheard,
    messageAppended,
    messageChanged,
    messageStatusChanged,
    positionTold,
    presenceChanged,
    serviceAccountChanged,
    signInEnded,
    windowExpiresSoon,
    workMoved
  ]
  for (const name of ['queue', 'presence', 'directory', 'session-expiry', 'channel-adapters'] as const) {
    const publishes = published.filter(({ owner }) => owner === name)
    brokers.set(
      name,
      connectBroker({ url: stores.rabbitmqUrl, service: name, publishes, logger: createLogger('tests', 'silent') })
    )
  }
  await Promise.all([...brokers.values()].map(broker => broker.whenReady()))
  await waitFor(async () => (await fetch(`${service.url}/readyz`)).ok, { timeoutMs: 60_000 })
  const sockets: Socket[] = []

  const connect = (token: string, url = service.url, more: Partial<ManagerOptions> = {}): TestSocket => {
    const options = { transports: ['websocket'], forceNew: true, reconnection: false, ...more }
    const socket = io(url, { auth: { token }, ...options })
    const received: Record<string, unknown[]> = {}
    socket.onAny((event: string, payload: unknown) => {
      received[event] = [...(received[event] ?? []), payload]
    })
    sockets.push(socket)
    return {
      socket,
      received: received as TestSocket['received'],
      all: name => (received as TestSocket['received'])[name] ?? [],
      ask: (event, payload) => socket.timeout(15_000).emitWithAck(event, payload)
    }
  }
  return {
    url: service.url,
    stores,
    owners,
    /** The network between the gateway and the broker. */
    network,
    config,
    world: owners.world,
    connect,
    /** Connects as the agent; resolves once the first snapshot is there. */
    async enter(agent: Agent, url?: string, more?: Partial<ManagerOptions>): Promise<TestSocket> {
      const client = connect(await tokenOf(agent), url, more)
      await waitFor(() => client.all('snapshot').length > 0)
      return client
    },
    publish: <Type extends MessageType>(type: Type, key: string, version: number, data: DataOf<Type>) =>
      brokers.get(type.owner)!.publish(type, envelopeOf(type, key, version, data)),
    call: async (
      method: string,
      path: string,
      { agent, ...init }: RequestInit & { agent?: Agent | undefined } = {}
    ) => {
      const response = await fetch(service.url + path, {
        method,
        redirect: 'manual',
        ...init,
        headers: {
          ...(agent && { authorization: `Bearer ${await tokenOf(agent)}` }),
          ...(init.body !== undefined && { 'content-type': 'application/json' }),
          ...(init.headers as Record<string, string> | undefined)
        }
      })
      const text = await response.text()
      const type = response.headers.get('content-type') ?? ''
      return {
        status: response.status,
        headers: response.headers,
        type,
        body: /json/.test(type) ? JSON.parse(text) : text
      }
    },
    /** Another gateway with the same owners. */
    async startAnother(more: Partial<Config> = {}) {
      const another = await start({ ...config, RABBITMQ_URL: stores.rabbitmqUrl, ...more })
      await waitFor(async () => (await fetch(`${another.url}/readyz`)).ok, { timeoutMs: 60_000 })
      return another
    },
    stopService: () => service[Symbol.asyncDispose](),
    async stop() {
      for (const socket of sockets) socket.disconnect()
      await service[Symbol.asyncDispose]()
      await Promise.all([...brokers.values()].map(broker => broker[Symbol.asyncDispose]()))
      await owners.stop()
      await network[Symbol.asyncDispose]()
      await stores.remove()
    }
  }
}
export type TestGateway = Awaited<ReturnType<typeof startGateway>>
