// npm run dev -- queue: the whole system, with the named services restarted whenever their code changes.
import { type Service, serviceNames } from '@inbox/devstack'
import { runUntilStopped } from './run-until-stopped.ts'

const WEB = 'inbox-web'

/**
 * Runs everything until stopped, the services `names` in watch mode; resolves with the exit code, 2 for unknown names.
 */
async function develop(names: readonly string[]): Promise<number> {
  const known: readonly string[] = [...serviceNames, WEB]
  const unknown = names.filter(name => !known.includes(name))
  if (names.length === 0 || unknown.length > 0) {
    console.error(
      `${unknown.length > 0 ? `No such service: ${unknown.join(', ')}.\n` : ''}Usage: npm run dev -- NAME…, where NAME is one of ${known.join(', ')}`
    )
    return 2
  }
  const isService = (name: string): name is Service => name !== WEB
  return runUntilStopped({ watched: names.filter(isService), watchWeb: names.includes(WEB) })
}

process.exit(await develop(process.argv.slice(2)))
