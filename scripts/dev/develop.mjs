import { serviceNames } from '../../libs/devstack/src/index.ts'
import { runUntilStopped } from '../start/run-until-stopped.mjs'

const WEB = 'inbox-web'

/** Runs everything until stopped, the services of `names` in watch mode; answers the exit code, 2 if a name is unknown. */
export async function develop(names) {
  const known = [...serviceNames, WEB]
  const unknown = names.filter(name => !known.includes(name))
  if (names.length === 0 || unknown.length > 0) {
    console.error(
      `${unknown.length > 0 ? `There is no service ${unknown.join(', ')}.\n` : ''}Usage: npm run dev -- NAME…, of ${known.join(', ')}`
    )
    return 2
  }
  return runUntilStopped({ watched: names.filter(name => name !== WEB), watchWeb: names.includes(WEB) })
}
