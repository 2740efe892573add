import { hash } from 'node:crypto'
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'
import { ensureReplicaSet, REPLICA_SET } from './replica-set.ts'

/** The named volume with a persistent container's data; not a folder, since the user inside differs from ours. */
const volumeOf = (dataDir: string, name: string) => `inbox-${hash('sha256', dataDir).slice(0, 12)}-${name}`

interface ContainerSpec {
  name: 'rabbitmq' | 'redis' | 'mongodb'
  image: string
  ports: number[]
  dataFolder: string
  readyLine: RegExp
  environment?: Record<string, string>
  command?: string[]
}

export interface ContainerOptions {
  dataDir: string
  persistent: boolean
}

const start = async (spec: ContainerSpec, options: ContainerOptions): Promise<StartedTestContainer> => {
  const container = new GenericContainer(spec.image)
    .withExposedPorts(...spec.ports)
    // RabbitMQ's data are tied to its host name.
    .withHostname('inbox')
    .withEnvironment(spec.environment ?? {})
    .withWaitStrategy(Wait.forLogMessage(spec.readyLine))
    .withStartupTimeout(180_000)
  if (spec.command) container.withCommand(spec.command)
  if (options.persistent)
    container.withBindMounts([{ source: volumeOf(options.dataDir, spec.name), target: spec.dataFolder, mode: 'rw' }])
  return container.start()
}

const stopping = (container: StartedTestContainer) => async () => {
  await container.stop({ timeout: 1500 })
}

export async function startRabbitMqContainer(options: ContainerOptions) {
  const container = await start(
    {
      name: 'rabbitmq',
      image: 'rabbitmq:4.1-management-alpine',
      ports: [5672, 15672],
      dataFolder: '/var/lib/rabbitmq',
      readyLine: /Server startup complete/
    },
    options
  )
  const [amqp, management] = [container.getMappedPort(5672), container.getMappedPort(15672)]
  const host = container.getHost()
  // The image's default user, which is why it is hard-coded here and nowhere else.
  return {
    url: `amqp://guest:guest@${host}:${amqp}`,
    managementUrl: `http://guest:guest@${host}:${management}`,
    [Symbol.asyncDispose]: stopping(container)
  }
}

export async function startRedisContainer(options: ContainerOptions) {
  const container = await start(
    {
      name: 'redis',
      image: 'redis:7-alpine',
      ports: [6379],
      dataFolder: '/data',
      readyLine: /Ready to accept connections/,
      command: ['redis-server', '--save', '', '--appendonly', options.persistent ? 'yes' : 'no']
    },
    options
  )
  const url = `redis://${container.getHost()}:${container.getMappedPort(6379)}`
  return { url, [Symbol.asyncDispose]: stopping(container) }
}

export async function startMongoDbContainer(options: ContainerOptions) {
  const container = await start(
    {
      name: 'mongodb',
      image: 'mongo:8',
      ports: [27017],
      dataFolder: '/data/db',
      readyLine: /Waiting for connections/i,
      command: ['mongod', '--replSet', REPLICA_SET, '--bind_ip_all']
    },
    options
  )
  const url = `mongodb://${container.getHost()}:${container.getMappedPort(27017)}/?directConnection=true`
  await ensureReplicaSet(url, 'localhost:27017')
  return { url, [Symbol.asyncDispose]: stopping(container) }
}
