import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './child.ts'

/** How a process is told to be alive, and from when on it is held to hang. */
export interface Liveness {
  /** Whether it answers; must end by itself. */
  answers: () => Promise<boolean>
  /** Questions in a row without an answer, after it has answered once, that end the process. */
  mostMissed: number
  /** Between two questions. */
  everyMs: number
}

/**
 * Ends `child` with SIGKILL when it answers no more. Missed answers are counted, not time: while the machine sleeps, nobody
 * asks. A process that never answered is starting still.
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
