import { machineEnvironment } from '../config.ts'
import { findBinary } from '../process/find-binary.ts'
import { SetupProblem } from '../process/setup-problem.ts'
import { aptInstall, aptObstacle } from './apt-install.ts'

/** The path of Prometheus's promtool: one on PATH, or from apt. Rejects with a `SetupProblem`. */
export async function resolvePromtool(env: NodeJS.ProcessEnv = machineEnvironment()): Promise<string> {
  const found = findBinary('promtool', env.PATH)
  if (found) return found
  const obstacle = aptObstacle()
  if (obstacle) throw new SetupProblem(`promtool is not installed, and ${obstacle}: apt-get install prometheus`)
  await aptInstall(['prometheus'], env)
  return findBinary('promtool', env.PATH) ?? 'promtool'
}
