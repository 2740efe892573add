// npm test [paths and jest options]: backing services for the whole run, jest, and one line with the counts.
import { mkdtemp, rm } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Infrastructure, SetupProblem, startInfrastructure } from '@inbox/devstack'
import { type JestResult, runJest } from './jest/run-jest.ts'
import { onStopRequest } from './stop-requests.mjs'

const log = (line: string) => console.log(`· ${line}`)

/** Only tests of pure code were asked for: nothing has to be started. */
const needsNothing = (args: readonly string[]) => args.length > 0 && args.every(arg => arg.endsWith('.unit.test.ts'))

/** First what starts whole systems and browsers, two at a time; then the rest, which mostly waits for others. */
const EVERYTHING = [
  ['--maxWorkers=2', '\\.(e2e|browser)\\.test\\.ts$'],
  ['--maxWorkers=3', '\\.(int|unit)\\.test\\.ts$']
]

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
      const starting = startInfrastructure({ dataDir: folder, persistent: false, log, env: process.env })
      infrastructure = await Promise.race([starting, interrupted])
    }
    const results: (JestResult | undefined)[] = []
    let worst = 0
    for (const part of args.length > 0 ? [args] : EVERYTHING) {
      if (interruption.signal.aborted) return 128 + constants.signals[interruption.signal.reason as NodeJS.Signals]
      const { code, result } = await runJest(part, infrastructure, folder, interruption.signal)
      if (!result) console.error('jest ended without a result')
      results.push(result)
      worst = Math.max(worst, code)
    }
    console.log(summary(results))
    return worst
  } catch (error) {
    console.error(error instanceof SetupProblem ? error.message : error)
    return 1
  } finally {
    await infrastructure?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => {})
  }
}

/** `N passed, N failed`; a file that could not even run counts as one failure, as does a jest without a result. */
function summary(results: readonly (JestResult | undefined)[]): string {
  const sum = (count: (result: JestResult) => number, ofNone = 0) =>
    results.reduce((total, result) => total + (result ? count(result) : ofNone), 0)
  const passed = sum(result => result.numPassedTests)
  const failed = sum(result => result.numFailedTests + result.numRuntimeErrorTestSuites, 1)
  const skipped = sum(result => result.numPendingTests + result.numTodoTests)
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

process.exit(await runTests(process.argv.slice(2)))
