import { onStopRequest } from '../stop-requests.mjs'
import { runningSystem } from './running-system.ts'
import { openStage, type Stage, whyNot } from './stage.ts'
import { stopwatch } from './stopwatch.ts'
import { type Plot, steps } from './story.ts'

/** Plays and prints every step; resolves with the exit code: 0 if all went well, 1 if not, 2 if no system runs. */
export async function play(): Promise<number> {
  const demo = await runningSystem()
  if (!demo) return 2
  const hindrance = await whyNot(demo)
  if (hindrance) {
    console.error(hindrance)
    return 2
  }
  const began = performance.now()
  const problem = await playOn(await openStage(demo))
  if (problem) console.log(`  ✗ ${problem.message}`)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`\n${problem ? '✗ the story failed' : '✓ the whole story'} (${seconds} s)`)
  return problem ? 1 : 0
}

/** Resolves with what went wrong, if anything. The stage is cleared in any case, even after Ctrl-C. */
async function playOn(stage: Stage): Promise<Error | undefined> {
  const interrupted = Promise.withResolvers<never>()
  interrupted.promise.catch(() => {})
  onStopRequest(signal => interrupted.reject(new Error(`stopped by ${signal}`)))
  const plot = {} as Plot
  const watch = stopwatch(line => console.log(line))
  try {
    for (const { title, act } of steps) {
      console.log(`\n${title}`)
      await Promise.race([act(stage, watch, plot), interrupted.promise])
    }
  } catch (error) {
    return error as Error
  } finally {
    await stage.clear()
  }
  return undefined
}
