import { setTimeout as sleep } from 'node:timers/promises'
import { latencies } from './percentiles.ts'

/**
 * Does `work` `rate` times a second regardless of progress; latencies in ms from when each was due. Throws if any
 * failed.
 */
export async function openLoop(rate: number, seconds: number, work: (n: number) => Promise<unknown>) {
  const taken = latencies()
  const running: Promise<unknown>[] = []
  const failures: unknown[] = []
  const begun = performance.now()
  for (let n = 0; n < rate * seconds; n++) {
    const due = begun + (n * 1000) / rate
    if (due > performance.now()) await sleep(due - performance.now())
    running.push(
      work(n).then(
        () => taken.record(performance.now() - due),
        error => failures.push(error)
      )
    )
  }
  await Promise.all(running)
  if (failures.length > 0) throw new Error(`${failures.length} of ${running.length} failed`, { cause: failures[0] })
  return taken
}
