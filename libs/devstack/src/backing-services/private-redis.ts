import { redisAnswers } from '@inbox/testing'
import { machineEnvironment } from '../config.ts'
import { findBinary } from '../process/find-binary.ts'
import { SetupProblem } from '../process/setup-problem.ts'
import { startSupervised } from '../process/supervise.ts'
import { rememberedPorts } from './free-ports.ts'
import { instanceOf, type PrivateInstance, type PrivateOptions, supervision } from './private-instance.ts'

export const findRedis = (env: NodeJS.ProcessEnv): string | undefined => findBinary('redis-server', env.PATH)

/** A private Redis on 127.0.0.1; resolves when it answers. */
export async function startPrivateRedis(
  options: PrivateOptions & { settings?: readonly string[] }
): Promise<PrivateInstance> {
  const { dataDir, persistent = false, env = machineEnvironment(), settings = [] } = options
  const command = findRedis(env)
  if (!command) throw new SetupProblem('redis-server is not installed')
  const common = await supervision(options)
  const { redis: port } = await rememberedPorts(dataDir, ['redis'])
  const url = `redis://127.0.0.1:${port}`
  const server = startSupervised({
    ...common,
    name: 'redis',
    command,
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dataDir],
      ...['--save', '', '--appendonly', persistent ? 'yes' : 'no'],
      ...settings
    ],
    env,
    isReady: () => redisAnswers(url)
  })
  await server.ready()
  return instanceOf(url, server)
}
