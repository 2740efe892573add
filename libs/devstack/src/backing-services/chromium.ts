import { machineEnvironment } from '../config.ts'
import { findBinary } from '../process/find-binary.ts'
import { SetupProblem } from '../process/setup-problem.ts'
import { aptInstall, aptObstacle } from './apt-install.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH
  for (const name of names) {
    const path = findBinary(name, env.PATH)
    if (path) return path
  }
  return undefined
}

/** The path of a Chromium: `CHROMIUM_PATH`, one on the path, or one from apt. Rejects with a `SetupProblem`. */
export async function resolveChromium(env: NodeJS.ProcessEnv = machineEnvironment()): Promise<string> {
  const found = findChromium(env)
  if (found) return found
  const obstacle = aptObstacle()
  if (obstacle) throw new SetupProblem(`A Chromium is needed, and ${obstacle}: install it, or name it in CHROMIUM_PATH`)
  await aptInstall(['chromium'], env)
  const installed = findChromium(env)
  if (!installed) throw new SetupProblem('apt installed chromium, but it is not on the path')
  return installed
}
