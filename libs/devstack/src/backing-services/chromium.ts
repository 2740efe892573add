import { machineEnvironment } from '../config.ts'
import { findBinary } from '../process/find-binary.ts'
import { SetupProblem } from '../process/setup-problem.ts'
import { aptInstall, aptObstacle } from './apt-install.ts'

/** Full browsers, with windows, hidden tabs and everything else that people have. */
const WHOLE = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
/** The same engine without a user interface: pages take half the CPU time. */
const HEADLESS = ['chromium-headless-shell', 'chrome-headless-shell']

const firstOf = (names: readonly string[], env: NodeJS.ProcessEnv) =>
  env.CHROMIUM_PATH ?? names.map(name => findBinary(name, env.PATH)).find(Boolean)

async function resolve(names: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const found = firstOf(names, env)
  if (found) return found
  const obstacle = aptObstacle()
  if (obstacle) throw new SetupProblem(`Chromium is required, and ${obstacle}: install it, or set CHROMIUM_PATH`)
  await aptInstall(['chromium', 'chromium-headless-shell'], env)
  const installed = firstOf(names, env)
  if (!installed) throw new SetupProblem('apt installed chromium, but it is not on the PATH')
  return installed
}

/** The path of a Chromium: `CHROMIUM_PATH`, one on PATH, or one from apt. Rejects with a `SetupProblem`. */
export const resolveChromium = (env: NodeJS.ProcessEnv = machineEnvironment()): Promise<string> => resolve(WHOLE, env)

/** Like `resolveChromium`, but prefers a headless shell, which is faster. */
export const resolveHeadlessChromium = (env: NodeJS.ProcessEnv = machineEnvironment()): Promise<string> =>
  resolve([...HEADLESS, ...WHOLE], env)
