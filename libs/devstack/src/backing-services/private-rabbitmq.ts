import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { rabbitMqAnswers } from '@inbox/testing'
import { machineEnvironment } from '../config.ts'
import { findBinary } from '../process/find-binary.ts'
import { SetupProblem } from '../process/setup-problem.ts'
import { type Supervised, startSupervised } from '../process/supervise.ts'
import { isFree, rememberedPorts } from './free-ports.ts'
import { instanceOf, type PrivateInstance, type PrivateOptions, supervision } from './private-instance.ts'
import { prepareRabbitMqFolder, type RabbitMqMember } from './rabbitmq-folder.ts'

export interface PrivateRabbitMq extends PrivateInstance {
  /** For the management plugin's HTTP API; includes user and password. */
  readonly managementUrl: string
  /** Runs `rabbitmqctl`, e.g. to raise an alarm. */
  control(...args: string[]): Promise<void>
}

/** Debian's script on PATH insists on the system user; the one in its library folder runs as anybody. */
export const findRabbitMq = (env: NodeJS.ProcessEnv): string | undefined =>
  findBinary('rabbitmq-server', env.PATH, ['/usr/lib/rabbitmq/bin'])

/** Erlang's name server, as our own process: if the broker started it, it would outlive the broker. */
export async function startEpmd(port: number, env: NodeJS.ProcessEnv): Promise<Supervised> {
  const erlang = findBinary('erl', env.PATH)
  const command = findBinary('epmd', env.PATH, [...(erlang ? [dirname(erlang)] : []), '/usr/lib/erlang/bin'])
  if (!command) throw new SetupProblem('epmd (part of Erlang) was not found: install the package erlang-base')
  const epmd = startSupervised({
    name: 'epmd',
    command,
    args: ['-port', String(port), '-address', '127.0.0.1'],
    env,
    respawn: true,
    graceMs: 500,
    isReady: async () => !(await isFree(port))
  })
  await epmd.ready()
  return epmd
}

const managementAnswers = (managementUrl: string): Promise<boolean> => {
  const { origin, username, password } = new URL(managementUrl)
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  return fetch(`${origin}/api/vhosts`, { headers: { authorization } }).then(
    async answer => (await answer.text()) !== '' && answer.ok,
    () => false
  )
}

/** A private RabbitMQ on 127.0.0.1 with the management plugin; resolves when both answer. */
export async function startPrivateRabbitMq(
  options: PrivateOptions & { consumerTimeoutMs?: number; member?: RabbitMqMember & { epmdPort: number } }
): Promise<PrivateRabbitMq> {
  const { dataDir, env = machineEnvironment(), member } = options
  const command = findRabbitMq(env)
  if (!command) throw new SetupProblem('rabbitmq-server is not installed')
  const common = await supervision(options)
  const own = await rememberedPorts(dataDir, ['amqp', 'management', 'epmd', 'distribution'])
  const ports = { ...own, epmd: member?.epmdPort ?? own.epmd }
  const { environment, password } = await prepareRabbitMqFolder(dataDir, ports, env, options)
  const url = `amqp://inbox:${password}@127.0.0.1:${ports.amqp}`
  const managementUrl = `http://inbox:${password}@127.0.0.1:${ports.management}`
  const epmd = member ? undefined : await startEpmd(ports.epmd, environment)
  const broker = startSupervised({
    ...common,
    name: 'rabbitmq',
    command,
    args: [],
    env: environment,
    isReady: async () => (await rabbitMqAnswers(url)) && (await managementAnswers(managementUrl))
  })
  const stop = async () => {
    await broker.stop()
    await epmd?.stop()
  }
  try {
    await broker.ready()
  } catch (error) {
    await stop()
    throw error
  }
  const restart = async () => {
    if (epmd && !epmd.pid) await epmd.restart()
    await broker.restart()
  }
  const control = async (...args: string[]) => {
    await promisify(execFile)(join(dirname(command), 'rabbitmqctl'), args, { env: environment })
  }
  return Object.assign(instanceOf(url, broker), { managementUrl, control, stop, restart, [Symbol.asyncDispose]: stop })
}
