import { join } from 'node:path'
import { mongoDbAnswers } from '@inbox/testing'
import { machineEnvironment } from '../config.ts'
import { findBinary } from '../process/find-binary.ts'
import { nodeProgram, repositoryRoot } from '../process/node-program.ts'
import { SetupProblem } from '../process/setup-problem.ts'
import { startSupervised } from '../process/supervise.ts'
import { isFree, rememberedPorts } from './free-ports.ts'
import { instanceOf, type PrivateInstance, type PrivateOptions, supervision } from './private-instance.ts'
import { ensureReplicaSet, REPLICA_SET } from './replica-set.ts'

export const findMongod = (env: NodeJS.ProcessEnv): string | undefined => findBinary('mongod', env.PATH)

/** A private `mongod`, the only member of a replica set; resolves when it accepts writes. */
export async function startPrivateMongod(options: PrivateOptions): Promise<PrivateInstance> {
  const { dataDir, env = machineEnvironment() } = options
  const command = findMongod(env)
  if (!command) throw new SetupProblem('mongod is not installed')
  const common = await supervision(options)
  const { mongodb: port } = await rememberedPorts(dataDir, ['mongodb'])
  const url = `mongodb://127.0.0.1:${port}/?directConnection=true`
  const server = startSupervised({
    ...common,
    name: 'mongod',
    command,
    args: [
      ...['--port', String(port), '--bind_ip', '127.0.0.1', '--dbpath', dataDir],
      ...['--replSet', REPLICA_SET, '--oplogSize', '64', '--wiredTigerCacheSizeGB', '0.25']
    ],
    env,
    isReady: async () => !(await isFree(port))
  })
  await server.ready()
  await ensureReplicaSet(url, `127.0.0.1:${port}`)
  return instanceOf(url, server)
}

/** libs/embedded-mongo as a separate process: for development and CI without MongoDB. */
export async function startEmbeddedMongo(options: PrivateOptions): Promise<PrivateInstance> {
  const { dataDir, env = machineEnvironment() } = options
  const common = await supervision(options)
  const { mongodb: port } = await rememberedPorts(dataDir, ['mongodb'])
  const url = `mongodb://127.0.0.1:${port}/?directConnection=true`
  const server = startSupervised({
    ...common,
    name: 'embedded-mongo',
    ...nodeProgram(join(repositoryRoot, 'libs/embedded-mongo/src/main.ts'), {
      ...env,
      EMBEDDED_MONGO_PORT: String(port),
      EMBEDDED_MONGO_DATA_DIR: join(dataDir, 'data')
    }),
    isReady: () => mongoDbAnswers(url)
  })
  await server.ready()
  return instanceOf(url, server)
}
