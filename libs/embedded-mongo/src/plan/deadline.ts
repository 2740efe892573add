import { fail } from '../values/errors.ts'

export type Deadline = { check: () => void }

export const noDeadline: Deadline = { check: () => {} }

/** `check` throws 50 once `maxTimeMs` have passed; 0 means no limit. Reads the clock only every 64th time. */
export function deadlineIn(maxTimeMs: number): Deadline {
  if (maxTimeMs === 0) return noDeadline
  const end = performance.now() + maxTimeMs
  let count = 0
  return {
    check: () => {
      if ((count++ & 63) === 0 && performance.now() > end) fail(50, 'operation exceeded time limit')
    }
  }
}
