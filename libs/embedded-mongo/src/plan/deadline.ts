import { fail } from '../values/errors.ts'

export type Deadline = { check: () => void }

export const noDeadline: Deadline = { check: () => {} }

/** Throws 50 from `check` once `maxTimeMs` have passed; 0 means no limit. Looks at the clock every 64th time. */
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
