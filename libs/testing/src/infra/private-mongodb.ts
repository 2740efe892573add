import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { machineEnvironment } from '../config.ts'
import { findBinary } from '../process/find-binary.ts'
import { SetupProblem } from '../process/setup-problem.ts'
import { supervise } from '../process/supervise.ts'
import { repositoryRoot } from '../repository-root.ts'
import { mongoDbAnswers } from './answers.ts'
import { rememberedPorts } from './free-ports.ts'
import { instanceOf, type PrivateInstance, type PrivateOptions, supervision } from './private-instance.ts'

export const findMongod = (env: NodeJS.ProcessEnv): string | undefined => findBinary('mongod', env.PATH)

type Program = { name: string; command: string; args: string[]; env: NodeJS.ProcessEnv }

async function start(options: PrivateOptions, url: string, program: Program): Promise<PrivateInstance> {
  const server = supervise({ ...supervision(options), ...program, isReady: () => mongoDbAnswers(url) })
  await server.ready()
  return instanceOf(url, server)
}

async function portIn(dataDir: string): Promise<number> {
  await mkdir(dataDir, { recursive: true })
  return (await rememberedPorts(dataDir, ['mongodb'])).mongodb
}

/** A standalone `mongod` of our own; without a replica set, so writes are not retried by the driver. */
export async function startPrivateMongod(options: PrivateOptions): Promise<PrivateInstance> {
  const { dataDir, env = machineEnvironment() } = options
  const command = findMongod(env)
  if (!command) throw new SetupProblem('mongod is not installed')
  const port = await portIn(dataDir)
  const args = [
    '--port',
    String(port),
    '--bind_ip',
    '127.0.0.1',
    '--dbpath',
    dataDir,
    '--wiredTigerCacheSizeGB',
    '0.25'
  ]
  const url = `mongodb://127.0.0.1:${port}/?directConnection=true&retryWrites=false`
  return start(options, url, { name: 'mongod', command, args, env })
}

/** libs/embedded-mongo as a process of its own: for development and CI, when there is no MongoDB. */
export async function startEmbeddedMongo(options: PrivateOptions): Promise<PrivateInstance> {
  const { dataDir, env = machineEnvironment() } = options
  if (!existsSync(join(repositoryRoot, 'libs/embedded-mongo/src/main.ts'))) throw new SetupProblem('MISSING-EMBEDDED')
  const port = await portIn(dataDir)
  return start(options, `mongodb://127.0.0.1:${port}/?directConnection=true`, {
    name: 'embedded-mongo',
    command: process.execPath,
    args: ['--conditions=source', '--no-warnings', join(repositoryRoot, 'libs/embedded-mongo/src/main.ts')],
    env: { ...env, EMBEDDED_MONGO_PORT: String(port), EMBEDDED_MONGO_DATA_DIR: join(dataDir, 'data') }
  })
}
