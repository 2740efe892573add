import { type Figure, ms } from './figure.ts'
import type { latencies } from './percentiles.ts'

interface Promised extends Pick<Figure, 'what' | 'beside'> {
  /** The invariant, e.g. `I5`. */
  invariant: string
  mostMs: number
}

/** How well a promise is kept if nothing else runs; tests, on loaded machines, can only show that it is not far off. */
export function promiseKept(
  taken: ReturnType<typeof latencies>,
  { invariant, what, mostMs, beside }: Promised
): Figure {
  if (taken.most > mostMs) throw new Error(`${invariant} is broken: ${what} took ${ms(taken.most)}`)
  const measured = `p50 ${ms(taken.at(50))}, p99 ${ms(taken.at(99))}, max ${ms(taken.most)}`
  return { goal: invariant, what, measured, target: `max ≤ ${ms(mostMs)}`, beside }
}
