import { existsSync, readFileSync } from 'node:fs'
import { startChild } from '../process/child.ts'
import { lineBuffer } from '../process/line-buffer.ts'
import { SetupProblem } from '../process/setup-problem.ts'

/** Why packages cannot be installed here, or `undefined` if they can: root on Debian or a relative of it. */
export function aptObstacle(): string | undefined {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  if (!/^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release) || !existsSync('/usr/bin/apt-get'))
    return 'this is not Debian or Ubuntu'
  if (process.getuid?.() !== 0) return 'npm does not run as root'
  return undefined
}

async function run(env: NodeJS.ProcessEnv, ...args: string[]): Promise<void> {
  const lines = lineBuffer(20)
  const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'l' }
  const exit = await startChild({ name: 'apt-get', command: '/usr/bin/apt-get', args, env: quiet }, lines.add).exited
  if (exit.code !== 0)
    throw new SetupProblem([`apt-get ${args.join(' ')} failed:`, ...lines.last(), 'Install it by hand.'].join('\n  | '))
}

/** Installs Debian packages without a question. The services that come with them are not to be started. */
export async function aptInstall(packages: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const patience = ['-o', 'DPkg::Lock::Timeout=120']
  await run(env, ...patience, 'update')
  await run(env, ...patience, 'install', '-y', '--no-install-recommends', ...packages)
}
