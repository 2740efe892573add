import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { findContradictions } from './check/contradictions.ts'
import { type Finding, inBoth } from './check/findings.ts'
import { findForbidden } from './check/forbidden.ts'
import { findMissingIndexes } from './check/indexes.ts'
import { findPast } from './check/past.ts'
import { findWaits } from './check/waits.ts'
import { type Databases, openDatabases } from './databases.ts'

const USAGE = `Checks that the stored data keeps its invariants. Read-only; may be run at any time. MONGODB_URL (and MONGODB_DATABASE_PREFIX) select the databases.

  check [--settle 15] [--hours 24]   prints one JSON line for each finding that persists for --settle seconds; exit code 1 if there are any.
                                     Messages, decisions and work taken from agents are checked for the last --hours hours
`

/** Checks a running system, after a restore or an upgrade too, for an operator; resolves with the exit code. */
export async function checkCommand(args: string[]): Promise<number> {
  const options = { settle: { type: 'string', default: '15' }, hours: { type: 'string', default: '24' } } as const
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options })
  const settleMs = Number(values.settle) * 1000
  const backMs = Number(values.hours) * 3_600_000
  if (positionals.length > 0 || !(settleMs >= 0 && settleMs <= 3_600_000) || !(backMs >= 0)) {
    process.stderr.write(USAGE)
    return 2
  }
  await using databases = openDatabases()
  const findings = await lookTwice(() => look(databases, { backMs }), settleMs)
  for (const finding of findings) process.stdout.write(`${JSON.stringify(finding)}\n`)
  return findings.length > 0 ? 1 : 0
}

/** What is wrong now and still is later. */
export async function lookTwice(lookOnce: () => Promise<Finding[]>, settleMs: number): Promise<Finding[]> {
  const first = await lookOnce()
  if (first.length === 0) return []
  await sleep(settleMs)
  return inBoth(first, await lookOnce())
}

/** Everything wrong at `at` (default now), including steps in progress; looks `backMs` into the past. */
export async function look(databases: Databases, { backMs, at }: { backMs: number; at?: Date }): Promise<Finding[]> {
  const now = at ?? (await (await databases.get('queue')).serverTime())
  const since = new Date(now.getTime() - backMs)
  const found = await Promise.all([
    findMissingIndexes(databases),
    findForbidden(databases, now),
    findContradictions(databases, now),
    findWaits(databases, now, since),
    findPast(databases, since)
  ])
  return found.flat()
}
