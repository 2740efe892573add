import type { System } from '@inbox/devstack'
import { type Recording, violationsOf } from '@inbox/history-checker'
import { endOfRun } from '../tests/e2e/end-of-run.ts'

/** Throws if a run broke an invariant, as its figures are then worthless. `faults`: whether processes ended in it. */
export async function assertUnbroken(
  system: System,
  recording: Recording,
  accepted: Iterable<string> = [],
  faults = false
): Promise<void> {
  const history = await endOfRun(system, recording, { accepted: () => accepted, faults })
  const violations = violationsOf(history)
  if (violations.length > 0) throw new Error(`the run broke invariants:\n${violations.slice(0, 20).join('\n')}`)
}
