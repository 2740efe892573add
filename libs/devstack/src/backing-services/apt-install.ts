import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createLineBuffer } from '../process/line-buffer.ts'
import { SetupProblem } from '../process/setup-problem.ts'

/** Why packages cannot be installed here; `undefined` if they can: as root on Debian or a derivative. */
export function aptObstacle(): string | undefined {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  if (!/^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release) || !existsSync('/usr/bin/apt-get'))
    return 'this is not Debian or Ubuntu'
  if (process.getuid?.() !== 0) return 'npm is not running as root'
  return undefined
}

/** Keeps package scripts from starting services, with systemd as well as with runlevels. */
const NOT_STARTED = { SYSTEMD_OFFLINE: '1', RUNLEVEL: '1' }

/** apt waits for other processes' locks, except the one on its package lists. */
const LOCK = '/run/service-inbox-apt.lock'

/** Runs in its own process group and to its end: an interruption would leave packages half configured. */
async function run(env: NodeJS.ProcessEnv, ...args: string[]): Promise<void> {
  const child = spawn('/usr/bin/flock', [LOCK, '/usr/bin/apt-get', ...args], {
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'l', ...NOT_STARTED },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const lines = createLineBuffer(20)
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', lines.add)
  const [code] = await once(child, 'exit')
  if (code !== 0)
    throw new SetupProblem(
      [`apt-get ${args.join(' ')} failed:`, ...lines.last(), 'Install the packages manually.'].join('\n  | ')
    )
}

/** Installs Debian packages without prompting. Removes no other packages for them and starts none of their services. */
export async function aptInstall(packages: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const patience = ['-o', 'DPkg::Lock::Timeout=120']
  await run(env, ...patience, 'update')
  await run(env, ...patience, 'install', '-y', '--no-install-recommends', '--no-remove', ...packages)
}
