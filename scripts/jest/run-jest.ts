import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import { COMPILE_CACHE, type Infrastructure } from '@inbox/devstack'
import { bundlesIn } from '../bundle-services.ts'
import { root } from '../root.ts'

const TIMEOUT_MS = 15_000
const jest = [
  '--experimental-vm-modules',
  '--conditions=source',
  '--no-warnings',
  // tests throw away nearly everything they make, which is cheapest before it has become old
  '--max-semi-space-size=64',
  join(root, 'node_modules/.bin/jest')
]

/** The seed of everything random in tests: a second run draws the same, and so has tests with the same names. */
const SEED = String(randomInt(1, 2 ** 31))

export interface JestResult {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  numRuntimeErrorTestSuites: number
  /** One per file. */
  testResults: {
    name: string
    status: 'passed' | 'failed'
    assertionResults: { status: string; ancestorTitles: string[]; fullName: string }[]
  }[]
}

/** Brokers wake a second thread for every other message, which costs them a tenth of their time, and starts a fifth. */
export const SINGLE_THREADED_BROKERS = { RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1 +SDcpu 1:1 +SDio 1' }

const environmentFor = (infrastructure: Infrastructure | undefined, folder: string): NodeJS.ProcessEnv => ({
  SEED,
  ...process.env,
  ...SINGLE_THREADED_BROKERS,
  // These passwords protect nothing, so hashing may be cheap: tests sign in hundreds of times.
  PASSWORD_HASH_COST: '8',
  // Whatever tests leave behind is removed with the run's folder.
  TMPDIR: folder,
  SERVICE_BUNDLES: bundlesIn(folder),
  // Tests start their own programs a hundred times, and half of a start is compiling what they load.
  NODE_COMPILE_CACHE: COMPILE_CACHE,
  ...(infrastructure && {
    RABBITMQ_URL: infrastructure.rabbitmq.url,
    RABBITMQ_MANAGEMENT_URL: infrastructure.rabbitmq.managementUrl,
    REDIS_URL: infrastructure.redis.url,
    MONGODB_URL: infrastructure.mongodb.url
  })
})

/** Runs jest to its end; resolves with its exit code and its JSON (undefined if it did not get that far). */
export async function runJest(
  args: readonly string[],
  infrastructure: Infrastructure | undefined,
  folder: string,
  interruption: AbortSignal
): Promise<{ code: number; result: JestResult | undefined }> {
  const resultFile = join(folder, 'result.json')
  const readResult = (): Promise<JestResult | undefined> =>
    readFile(resultFile, 'utf8')
      .then(JSON.parse)
      // not written yet, or not completely
      .catch(() => undefined)
  const settings = [
    '--config=jest.config.mjs',
    '--cacheDirectory=node_modules/.cache/jest',
    '--json',
    `--outputFile=${resultFile}`
  ]
  // that of a previous run
  await rm(resultFile, { force: true })
  const child = spawn(process.execPath, [...jest, ...settings, ...args], {
    cwd: root,
    env: environmentFor(infrastructure, folder),
    stdio: 'inherit'
  })
  const end = () => {
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 2000).unref()
  }
  interruption.addEventListener('abort', end)
  const watch = endWhenItHangs(readResult, end)
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : (code ?? 1)))
  })
  clearInterval(watch)
  return { code, result: await readResult() }
}

/** A test that leaves something open would keep a finished jest alive forever. */
function endWhenItHangs(readResult: () => Promise<JestResult | undefined>, end: () => void) {
  let finishedAt: number | undefined
  return setInterval(async () => {
    if (finishedAt === undefined && (await readResult())) finishedAt = performance.now()
    if (finishedAt === undefined || performance.now() - finishedAt < TIMEOUT_MS) return
    console.error('jest has finished but does not exit: a test left something open (see --detectOpenHandles)')
    end()
  }, 2000)
}
