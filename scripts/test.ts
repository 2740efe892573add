// npm test [paths and jest options]: backing services for the whole run, jest, and one line with the counts.
import { mkdtemp, rm } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Infrastructure, resolveInfrastructure, SetupProblem } from '@inbox/devstack'
import { type JestResult, runJest } from './jest/run-jest.ts'
import { onStopRequest } from './stop-requests.mjs'

const log = (line: string) => console.log(`· ${line}`)

/** Only tests of pure code were asked for: nothing has to be started. */
const needsNothing = (args: readonly string[]) => args.length > 0 && args.every(arg => arg.endsWith('.unit.test.ts'))

/** Runs jest with `args` against backing services of its own; answers the exit code. */
async function runTests(args: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'inbox-test-'))
  const interruption = new AbortController()
  const interrupted = new Promise<undefined>(resolve =>
    interruption.signal.addEventListener('abort', () => resolve(undefined))
  )
  onStopRequest(signal => interruption.abort(signal))
  let infrastructure: Infrastructure | undefined
  try {
    if (!needsNothing(args)) {
      const starting = resolveInfrastructure({ dataDir: folder, persistent: false, log, env: process.env })
      infrastructure = await Promise.race([starting, interrupted])
    }
    if (interruption.signal.aborted) return 128 + constants.signals[interruption.signal.reason as NodeJS.Signals]
    const { code, result } = await runJest(args, infrastructure, folder, interruption.signal)
    if (!result) console.error('jest ended without a result')
    console.log(summary(result))
    return code
  } catch (error) {
    console.error(error instanceof SetupProblem ? error.message : error)
    return 1
  } finally {
    await infrastructure?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => {})
  }
}

/** `N passed, N failed`; a file that could not even run counts as one failure. */
function summary(result: JestResult | undefined): string {
  if (!result) return '0 passed, 1 failed'
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites
  const skipped = result.numPendingTests + result.numTodoTests
  return `${result.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

process.exit(await runTests(process.argv.slice(2)))
