import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  agentChanged,
  type DataOf,
  departmentChanged,
  type MessageType,
  messageReceived,
  type Owner,
  presenceChanged
} from '@inbox/contracts'
import { freePort, type Service, type System, serviceProgram, startSystem } from '@inbox/devstack'
import { createClient } from '@inbox/http'
import { connectBroker, newEnvelope, on } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { published } from '../services/queue/src/store/published.ts'
import { agent, department } from '../services/queue/test/builders.ts'

const secret = 'a secret of some length that only this bench knows'
/** The limit of every agent. */
export const LIMIT = 20
const channel = { id: 'whatsapp', kind: 'whatsapp', name: 'WhatsApp', session: { kind: 'window' } } as const

interface Options {
  /** A separate database instead of the one that benches share. */
  mongodbUrl?: string
  departments: readonly string[]
  agents: number
  /** The departments of the nth agent; all by default. */
  departmentsOf?: (n: number) => string[]
  /** Services besides those that queue needs. */
  services?: readonly Service[]
}

/** queue as processes, with its broker and database and the services it hears from. */
export async function openQueueUnderLoad(name: string, options: Options) {
  const { mongodbUrl, departments, agents, services = [], departmentsOf = () => [...departments] } = options
  await using stack = new AsyncDisposableStack()
  const logger = createLogger('bench', 'error')
  const system = stack.use(
    await startSystem(name, {
      services: ['directory', 'queue', ...services],
      env: { LOG_LEVEL: 'error', SERVICE_TOKEN_SECRET: secret, MEDIA_SECRET: secret },
      ...(mongodbUrl && { backing: { mongodbUrl } })
    })
  )
  const { stores, urls } = system
  const as = (service: Owner, publishes: MessageType[]) =>
    stack.use(connectBroker({ url: stores.rabbitmqUrl, service, publishes, logger }))
  const brokers = {
    'channel-ingest': as('channel-ingest', [messageReceived]),
    directory: as('directory', [agentChanged, departmentChanged]),
    presence: as('presence', [presenceChanged])
  }
  await Promise.all(Object.values(brokers).map(broker => broker.whenReady()))
  // somebody must consume what queue publishes
  const told = new Map<string, number>()
  const hear = async ({ type }: { type: string }) => void told.set(type, (told.get(type) ?? 0) + 1)
  stack.use(as('distribution', []).subscribe({ prefetch: 1000, handlers: published.map(type => on(type, hear)) }))
  const mongo = stack.use(await connectMongo({ url: stores.mongodbUrl, database: `${stores.database}_queue`, logger }))
  const publish = <Type extends MessageType>(type: Type, key: string, data: DataOf<Type>, version = 1) =>
    brokers[type.owner as keyof typeof brokers].publish(
      type,
      newEnvelope(type, { key, version, data, occurredAt: new Date(), correlationId: newId() })
    )
  const agentIds = Array.from({ length: agents }, (_, n) => `agent-${n}`)
  for (const id of departments) await publish(departmentChanged, id, { department: department(id, 'manual') })
  const tellAgents = async () => {
    for (const [n, id] of agentIds.entries()) {
      await publish(agentChanged, id, { agent: agent(id, { departmentIds: departmentsOf(n), limit: LIMIT }) })
      const at = new Date().toISOString()
      const present = { agentId: id, version: 1, status: 'available', link: 'connected', since: at } as const
      await publish(presenceChanged, id, { ...present, cause: 'connected' })
    }
  }
  await tellAgents()
  /** Resolves with the message's id once the broker has it. */
  const post = async (contact: string, text: string) => {
    const [id, at] = [newId(), new Date().toISOString()]
    await publish(messageReceived, id, {
      ...{ messageId: id, providerMessageId: id, channel, departmentId: departments[0]!, sentAt: at, receivedAt: at },
      contact: { id: contact, name: 'Bench Contact' },
      content: { type: 'text', text }
    })
    return id
  }
  /** Has distribution distribute what is waiting in all departments. */
  const distribute = () =>
    Promise.all(
      departments.map(id =>
        publish(departmentChanged, id, { department: { ...department(id, 'automatic'), version: 2 } }, 2)
      )
    )
  const kept = stack.move()
  return {
    system,
    mongo,
    agentIds,
    post,
    tellAgents,
    distribute,
    /** How many events of this type queue has published. */
    told: ({ type }: MessageType) => told.get(type) ?? 0,
    client: createClient({ baseUrl: urls.queue, service: 'bench', secret }),
    another: () => anotherQueue(system),
    [Symbol.asyncDispose]: () => kept.disposeAsync()
  }
}

/** Starts another process of the same queue; resolves once it is ready. */
async function anotherQueue({ stores, urls }: System): Promise<{ child: ChildProcess } & AsyncDisposable> {
  const port = await freePort()
  const { command, args, env } = serviceProgram('queue', {
    ...process.env,
    ...{ LOG_LEVEL: 'error', SERVICE_TOKEN_SECRET: secret, MEDIA_SECRET: secret, QUEUE_PORT: String(port) },
    ...{ RABBITMQ_URL: stores.rabbitmqUrl, MONGODB_URL: stores.mongodbUrl },
    ...{ MONGODB_DATABASE_PREFIX: stores.database, DIRECTORY_URL: urls.directory, PRESENCE_URL: urls.presence }
  })
  const child = spawn(command, args, { env, stdio: 'inherit' })
  const ended = once(child, 'exit')
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false
    )
  await waitFor(isReady, { timeoutMs: 30_000, describe: 'another queue process' })
  return {
    child,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    }
  }
}
