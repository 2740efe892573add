import { type DemoOptions, runDemo, SetupProblem } from '@inbox/devstack'
import { onStopRequest } from './stop-requests.mjs'

const began = performance.now()
const log = (line: string) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`)

/**
 * Starts everything, waits, and stops everything; resolves with the exit code. `options`: further ones for `runDemo`.
 */
export async function runUntilStopped(options: Pick<DemoOptions, 'watched' | 'watchWeb'> = {}): Promise<number> {
  // Writing to a terminal or pipe that is gone must not end us before our children.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const stopped = new Promise<unknown>(resolve => onStopRequest(resolve))
  const parts = new AsyncDisposableStack()
  const starting = runDemo({ env: process.env, log, parts, ...options }).then(
    welcome => console.log(`\n${welcome}\n`),
    (error: Error) => ({ error })
  )
  const failure = await Promise.race([
    starting.then(outcome => outcome ?? stopped.then(() => undefined)),
    stopped.then(() => undefined)
  ])
  if (failure) console.error(`\n${failure.error instanceof SetupProblem ? failure.error.message : failure.error.stack}`)
  else log('stopping')
  await parts.disposeAsync()
  if (!failure) log('stopped')
  return failure ? 1 : 0
}
