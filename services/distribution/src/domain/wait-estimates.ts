import type { WaitEstimate } from '@inbox/contracts'
import { estimateForNext } from './line.ts'
import { rateOf } from './pace.ts'
import type { Department, Replica } from './replica.ts'

/** How long a conversation that came now would wait, for every active department. `now` in ms. */
export const waitEstimatesOf = ({ departments }: Replica, now: number): WaitEstimate[] =>
  [...departments.values()]
    .filter(({ settings }) => settings?.active)
    .map(department => waitEstimateOf(department, now))

function waitEstimateOf(department: Department, now: number): WaitEstimate {
  const { length, pace } = department.line
  const waitMs = estimateForNext(department, now)
  const turnsPerMs = rateOf(pace, length, now)
  return {
    departmentId: department.id,
    inLine: length,
    ...(waitMs !== undefined && { estimateSeconds: Math.round(waitMs / 1000) }),
    ...(turnsPerMs !== undefined && { turnsPerMinute: Math.round(turnsPerMs * 6_000_000) / 100 }),
    ...(pace.estimates > 0 && { errorSeconds: Math.round(pace.errorMs / 1000) })
  }
}
