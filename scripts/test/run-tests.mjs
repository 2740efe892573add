import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveInfrastructure } from '../../libs/testing/src/index.ts'
import { onStopRequest } from '../stop-requests.mjs'
import { root } from '../toolchain.mjs'

const log = line => console.log(`· ${line}`)

/** Only tests of pure code were asked for: nothing has to be started. */
const needsNothing = args => args.length > 0 && args.every(arg => arg.endsWith('.unit.test.ts'))

/** Runs jest with `args` against backing services of its own; answers its exit code. */
export async function runTests(args) {
  const folder = await mkdtemp(join(tmpdir(), 'inbox-test-'))
  const interruption = new AbortController()
  onStopRequest(signal => interruption.abort(signal))
  let infrastructure
  try {
    infrastructure = needsNothing(args)
      ? undefined
      : await resolveInfrastructure({ dataDir: folder, persistent: false, log, env: process.env })
    if (interruption.signal.aborted) return 128 + constants.signals[interruption.signal.reason]
    const result = join(folder, 'result.json')
    const code = await runJest([...args, '--json', `--outputFile=${result}`], infrastructure, interruption.signal)
    console.log(summary(await readFile(result, 'utf8').then(JSON.parse, () => undefined)))
    return code
  } catch (error) {
    console.error(error.name === 'SetupProblem' ? error.message : error)
    return 1
  } finally {
    await infrastructure?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function runJest(args, infrastructure, interruption) {
  const env = infrastructure
    ? {
        ...process.env,
        RABBITMQ_URL: infrastructure.rabbitmq.url,
        RABBITMQ_MANAGEMENT_URL: infrastructure.rabbitmq.managementUrl,
        REDIS_URL: infrastructure.redis.url,
        MONGODB_URL: infrastructure.mongodb.url
      }
    : process.env
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/.bin/jest', '--config=jest.config.mjs']
  const child = spawn(process.execPath, [...jest, ...args], { cwd: root, env, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    const end = () => {
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), 2000).unref()
    }
    interruption.addEventListener('abort', end)
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : code))
  })
}

/** `N passed, N failed`; a file that could not even run counts as one failure. */
function summary(result) {
  if (!result) return '0 passed, 1 failed (jest ended without a result)'
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites
  const skipped = result.numPendingTests + result.numTodoTests
  return `${result.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
