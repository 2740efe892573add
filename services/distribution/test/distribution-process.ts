import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { getMatcher } from '@inbox/contracts'
import { freePort, serviceProgram } from '@inbox/devstack'
import { createClient } from '@inbox/http'
import type { Config } from '../src/config.ts'

/** distribution as a separate process that can be killed. */
export async function spawnDistribution(config: Config) {
  const port = await freePort()
  const settings = { ...process.env, ...config, DISTRIBUTION_PORT: port }
  const { command, args, env } = serviceProgram(
    'distribution',
    Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]))
  )
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  const client = createClient({ baseUrl: url, service: 'tests', secret: config.SERVICE_TOKEN_SECRET })
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return {
    url,
    pid: child.pid,
    /** Its own status report; undefined if it does not answer. */
    matcher: async () => {
      const answer = await client.call(getMatcher, {}).catch(() => undefined)
      return answer?.ok ? answer.value : undefined
    },
    kill,
    [Symbol.asyncDispose]: kill
  }
}
export type DistributionProcess = Awaited<ReturnType<typeof spawnDistribution>>
