import { machineEnvironment } from '../../config.ts'
import { aptInstall, aptObstacle } from '../apt-install.ts'
import { findDovecot } from './private-dovecot.ts'
import { findExim } from './private-exim.ts'

const PACKAGES = [
  { name: 'dovecot-imapd', find: findDovecot },
  { name: 'exim4-daemon-light', find: findExim }
]

/** Finds or installs Debian's Dovecot and Exim, unless MAIL_SERVERS is `npm`; resolves with the obstacle, if any. */
export async function mailServersObstacle(
  env: NodeJS.ProcessEnv = machineEnvironment(),
  log: (line: string) => void = () => {}
): Promise<string | undefined> {
  if (env.MAIL_SERVERS === 'npm') return 'MAIL_SERVERS is npm'
  const missing = PACKAGES.filter(({ find }) => !find(env)).map(({ name }) => name)
  if (missing.length === 0) return undefined
  const obstacle = aptObstacle()
  if (obstacle) return `${missing.join(' and ')} cannot be installed: ${obstacle}`
  log(`installing ${missing.join(' and ')} with apt-get`)
  return aptInstall(missing, env).then(
    () => undefined,
    (error: Error) => error.message
  )
}
