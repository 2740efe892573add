import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { findContradictions } from './check/contradictions.ts'
import { type Finding, inBoth } from './check/findings.ts'
import { findForbidden } from './check/forbidden.ts'
import { findMissingIndexes } from './check/indexes.ts'
import { type Databases, openDatabases } from './databases.ts'

const USAGE = `Whether what is stored is as it always must be. Only reads; may be run at any time. MONGODB_URL (and MONGODB_DATABASE_PREFIX) name the databases.

  check [--settle 15]   one JSON line for each finding that is still there so many seconds later; exit code 1 if there is one
`

/** What an operator asks of a running system, of one that was restored, or after an upgrade; answers the exit code. */
export async function checkCommand(args: string[]): Promise<number> {
  const options = { settle: { type: 'string', default: '15' } } as const
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options })
  const settleMs = Number(values.settle) * 1000
  if (positionals.length > 0 || !(settleMs >= 0 && settleMs <= 3_600_000)) {
    process.stderr.write(USAGE)
    return 2
  }
  await using databases = openDatabases()
  const findings = await lookTwice(databases, settleMs)
  for (const finding of findings) process.stdout.write(`${JSON.stringify(finding)}\n`)
  return findings.length > 0 ? 1 : 0
}

async function lookTwice(databases: Databases, settleMs: number): Promise<Finding[]> {
  const first = await look(databases)
  if (first.length === 0) return []
  await sleep(settleMs)
  return inBoth(first, await look(databases))
}

/** All that is wrong at this moment, steps under way included. */
export async function look(databases: Databases): Promise<Finding[]> {
  const now = await (await databases.get('queue')).serverTime()
  const found = await Promise.all([
    findMissingIndexes(databases),
    findForbidden(databases, now),
    findContradictions(databases, now)
  ])
  return found.flat()
}
