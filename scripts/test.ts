// npm test [paths and jest options]: backing services for the whole run, jest, and one line with the counts.
import { mkdtemp, rm } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Infrastructure, SetupProblem, startInfrastructure } from '@inbox/devstack'
import { bundleServices } from './bundle-services.ts'
import { type JestResult, runJest, SINGLE_THREADED_BROKERS } from './jest/run-jest.ts'
import { failuresOf, secondLook } from './jest/second-look.ts'
import { onStopRequest } from './stop-requests.mjs'

const log = (line: string) => console.log(`· ${line}`)

/** Whether only unit tests were asked for, so that nothing has to be started. */
const needsNothing = (args: readonly string[]) => args.length > 0 && args.every(arg => /\.unit\.test\.tsx?$/.test(arg))

/** First what starts whole systems and browsers, three at a time; then the rest, which waits more. */
const EVERYTHING = [
  ['--maxWorkers=3', '\\.(e2e|browser)\\.test\\.ts$'],
  ['--maxWorkers=8', '\\.(int|unit)\\.test\\.tsx?$']
]

/** Programs of tests that are started a dozen times or more. */
const OFTEN_KILLED = [
  'libs/delivery/test/sender',
  'libs/messaging/test/mortal-consumer',
  'libs/storage/test/crashing-writer'
]

interface Run {
  /** undefined = jest did not get that far. */
  results: (JestResult | undefined)[]
  code: number
}

type RunParts = (parts: readonly (readonly string[])[]) => Promise<Run>

/** Starts what tests need, passes on a way to run jest against it, and stops it. Resolves with the exit code. */
async function withInfrastructure(needed: boolean, use: (run: RunParts) => Promise<number>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'inbox-test-'))
  const interruption = new AbortController()
  const interrupted = new Promise<undefined>(resolve =>
    interruption.signal.addEventListener('abort', () => resolve(undefined))
  )
  onStopRequest(signal => interruption.abort(signal))
  let infrastructure: Infrastructure | undefined
  const run: RunParts = async parts => {
    const whole: Run = { results: [], code: 0 }
    for (const part of parts) {
      if (interruption.signal.aborted) break
      const { code, result } = await runJest(part, infrastructure, folder, interruption.signal)
      if (!result) console.error('jest exited without a result')
      whole.results.push(result)
      whole.code = Math.max(whole.code, code)
    }
    return whole
  }
  try {
    if (needed) {
      const bundling = bundleServices(folder, { also: OFTEN_KILLED })
      // a failure is handled below, once what was started can be stopped
      bundling.catch(() => undefined)
      const env = { ...process.env, ...SINGLE_THREADED_BROKERS }
      const starting = startInfrastructure({ dataDir: folder, persistent: false, log, env })
      infrastructure = await Promise.race([starting, interrupted])
      await bundling
    }
    const code = await use(run)
    return interruption.signal.aborted ? 128 + constants.signals[interruption.signal.reason as NodeJS.Signals] : code
  } catch (error) {
    console.error(error instanceof SetupProblem ? error.message : error)
    return 1
  } finally {
    await infrastructure?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => {})
  }
}

/** Runs what was asked for, once. */
const runAsked = (args: string[]) => async (run: RunParts) => {
  const { results, code } = await run([args])
  console.log(summary(results))
  return code
}

/**
 * Runs everything. A few failures get a second look: what passes then is reported as flaky, which is a fault to be
 * fixed but does not stop everybody else's work.
 */
async function runEverything(run: RunParts): Promise<number> {
  const { results, code } = await run(EVERYTHING)
  const again = secondLook(results)
  const flaky = again.length > 0 && allPassed(await run(again)) ? failuresOf(results) : []
  for (const title of flaky) console.log(`flaky: ${title}`)
  console.log(summary(results, flaky.length))
  return flaky.length > 0 ? 0 : code
}

/** If there is no longer a test with that name, nothing has failed, but nothing has been proven either. */
const allPassed = ({ code, results }: Run) => code === 0 && results.every(result => result && result.numPassedTests > 0)

/** `N passed, N failed`; a file that could not run at all counts as one failure, as does a jest without a result. */
function summary(results: readonly (JestResult | undefined)[], flaky = 0): string {
  const sum = (count: (result: JestResult) => number, ofNone = 0) =>
    results.reduce((total, result) => total + (result ? count(result) : ofNone), 0)
  const passed = sum(result => result.numPassedTests)
  const failed = sum(result => result.numFailedTests + result.numRuntimeErrorTestSuites, 1) - flaky
  const skipped = sum(result => result.numPendingTests + result.numTodoTests)
  const more = [
    ...(flaky > 0 ? [`, ${flaky} passed when run again`] : []),
    ...(skipped > 0 ? [`, ${skipped} skipped`] : [])
  ]
  return `${passed} passed, ${failed} failed${more.join('')}`
}

const args = process.argv.slice(2)
process.exit(await withInfrastructure(!needsNothing(args), args.length > 0 ? runAsked(args) : runEverything))
