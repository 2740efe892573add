import { join } from 'node:path'
import { mongoDbAnswers, rabbitMqAnswers, redisAnswers } from '@inbox/testing'
import { SetupProblem } from '../process/setup-problem.ts'
import { aptInstall, aptObstacle } from './apt-install.ts'
import { type Branches, chooseBranch, type ServiceName } from './choose-branch.ts'
import { dockerAnswers } from './docker-engine.ts'
import { findMongod, startEmbeddedMongo, startPrivateMongod } from './private-mongodb.ts'
import { findRabbitMq, startPrivateRabbitMq } from './private-rabbitmq.ts'
import { findRedis, startPrivateRedis } from './private-redis.ts'

export interface Infrastructure extends AsyncDisposable {
  rabbitmq: { url: string; managementUrl: string }
  redis: { url: string }
  mongodb: { url: string }
}

export interface InfrastructureOptions {
  /** Private instances keep their ports, settings and data here. */
  dataDir: string
  /** Data survive a crash of the machine, and instances that end are restarted. */
  persistent: boolean
  log: (line: string) => void
  env: NodeJS.ProcessEnv
  /** Receives the backing services' output, for a log file each. */
  onLine?: (service: ServiceName, line: string) => void
}

type Started = { url: string; managementUrl?: string } & Partial<AsyncDisposable>

/** Finds or starts the three backing services; resolves when each really answers. Rejects with a `SetupProblem`. */
export async function startInfrastructure(options: InfrastructureOptions): Promise<Infrastructure> {
  const { env, log } = options
  const branches = await chooseBranches(env)
  await installMissing(branches, options)
  const settled = await Promise.allSettled(
    (['rabbitmq', 'redis', 'mongodb'] as const).map(async name => {
      const began = performance.now()
      const started = await start(name, branches, options)
      log(`${name}: ${branches[name]} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
      return started
    })
  )
  const started = settled.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const dispose = async () => {
    await Promise.all(started.map(async each => each[Symbol.asyncDispose]?.()))
  }
  const failed = settled.find(outcome => outcome.status === 'rejected')
  if (failed) {
    await dispose()
    throw failed.reason
  }
  const [rabbitmq, redis, mongodb] = started as [Started, Started, Started]
  return {
    rabbitmq: { url: rabbitmq.url, managementUrl: rabbitmq.managementUrl ?? '' },
    redis: { url: redis.url },
    mongodb: { url: mongodb.url },
    [Symbol.asyncDispose]: dispose
  }
}

async function chooseBranches(env: NodeJS.ProcessEnv): Promise<Branches> {
  const machine = {
    docker: await dockerAnswers(env),
    aptObstacle: aptObstacle(),
    binaries: { rabbitmq: findRabbitMq(env), redis: findRedis(env), mongodb: findMongod(env) }
  }
  return {
    rabbitmq: chooseBranch('rabbitmq', env, machine),
    redis: chooseBranch('redis', env, machine),
    mongodb: chooseBranch('mongodb', env, machine)
  }
}

async function installMissing(branches: Branches, { env, log }: InfrastructureOptions): Promise<void> {
  const packages = [
    ...(branches.rabbitmq === 'install' ? ['rabbitmq-server'] : []),
    ...(branches.redis === 'install' ? ['redis-server'] : [])
  ]
  if (packages.length === 0) return
  log(`installing ${packages.join(' and ')} with apt-get`)
  await aptInstall(packages, env)
}

async function start(name: ServiceName, branches: Branches, options: InfrastructureOptions): Promise<Started> {
  const branch = branches[name]
  if (branch === 'environment') return fromEnvironment(name, options.env)
  if (branch === 'docker') return startContainer(name, options)
  const privately = {
    dataDir: join(options.dataDir, name),
    persistent: options.persistent,
    respawn: options.persistent,
    env: options.env,
    log: options.log,
    onLine: (line: string) => options.onLine?.(name, line)
  }
  if (name === 'rabbitmq') return startPrivateRabbitMq(privately)
  if (name === 'redis') return startPrivateRedis(privately)
  return branch === 'embedded' ? startEmbeddedMongo(privately) : startPrivateMongod(privately)
}

/** Loads the containers' library only now: it is large, and most machines that get this far have no engine. */
async function startContainer(name: ServiceName, options: InfrastructureOptions): Promise<Started> {
  const { startRabbitMqContainer, startRedisContainer, startMongoDbContainer } = await import('./container.ts')
  if (name === 'rabbitmq') return startRabbitMqContainer(options)
  return name === 'redis' ? startRedisContainer(options) : startMongoDbContainer(options)
}

async function fromEnvironment(name: ServiceName, env: NodeJS.ProcessEnv): Promise<Started> {
  const variable = `${name.toUpperCase()}_URL`
  const url = env[variable] ?? ''
  const answers = { rabbitmq: rabbitMqAnswers, redis: redisAnswers, mongodb: mongoDbAnswers }[name]
  if (!(await answers(url)))
    throw new SetupProblem(
      `${name} is not responding at ${variable}: start it there, or unset ${variable} to have one started`
    )
  return name === 'rabbitmq' ? { url, managementUrl: env.RABBITMQ_MANAGEMENT_URL ?? managementUrlOf(url) } : { url }
}

/** The management plugin's usual URL: the broker's host, port 15672, same user. */
function managementUrlOf(amqpUrl: string): string {
  const { hostname, username, password } = new URL(amqpUrl)
  return `http://${username || 'guest'}:${password || 'guest'}@${hostname}:15672`
}
