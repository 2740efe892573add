import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './child.ts'

/** How to tell whether a process is alive, and when to consider it hanging. */
export interface Liveness {
  /** Probes whether it answers; must end by itself. */
  answers: () => Promise<boolean>
  /** How many consecutive probes may fail, after one has succeeded, before the process is ended. */
  mostMissed: number
  /** The interval between probes. */
  everyMs: number
}

/**
 * Ends `child` with SIGKILL when it stops answering. Counts missed answers, not time, because nobody probes while the
 * machine sleeps. A process that has never answered is still starting.
 */
export async function endWhenHanging(child: Child, liveness: Liveness, onHanging: () => void): Promise<void> {
  const ended = new AbortController()
  void child.exited.then(() => ended.abort())
  let missed = 0
  for (let answered = false; !ended.signal.aborted; ) {
    const answers = await liveness.answers().catch(() => false)
    if (ended.signal.aborted) return
    answered ||= answers
    missed = answers || !answered ? 0 : missed + 1
    if (missed >= liveness.mostMissed) {
      onHanging()
      child.signal('SIGKILL')
      return
    }
    await sleep(liveness.everyMs, undefined, { signal: ended.signal }).catch(() => undefined)
  }
}
