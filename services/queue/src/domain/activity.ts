import type { ActivityPoint } from '@inbox/contracts'

/** What came and went in one department during one time step. */
export interface Flow {
  at: Date
  departmentId: string
  arrived?: number
  started?: number
  closed?: number
  abandoned?: number
  /** How many entered Queue, and left it. */
  queued?: number
  unqueued?: number
}

export interface Steps {
  since: Date
  until: Date
  stepMs: number
}

/**
 * A point per step and department, oldest first. The number waiting is reconstructed backwards from those who wait now:
 * less those who came since, plus those who left since.
 */
export function activityOf(
  flows: readonly Flow[],
  waitingNow: ReadonlyMap<string, number>,
  { since, until, stepMs }: Steps
): ActivityPoint[] {
  const byPlace = Map.groupBy(flows, ({ departmentId, at }) => placeOf(departmentId, at.getTime()))
  const steps = Math.max(1, Math.ceil((until.getTime() - since.getTime()) / stepMs))
  const points: ActivityPoint[] = []
  for (const [departmentId, now] of waitingNow) {
    let waiting = now
    for (let step = steps - 1; step >= 0; step--) {
      const at = since.getTime() + step * stepMs
      const here = byPlace.get(placeOf(departmentId, at)) ?? []
      const sum = (name: 'arrived' | 'started' | 'closed' | 'abandoned' | 'queued' | 'unqueued') =>
        here.reduce((total, flow) => total + (flow[name] ?? 0), 0)
      points.push({
        at: new Date(at).toISOString(),
        departmentId,
        arrived: sum('arrived'),
        started: sum('started'),
        closed: sum('closed'),
        abandoned: sum('abandoned'),
        waiting
      })
      // a fact recorded a moment late must not make it negative
      waiting = Math.max(0, waiting - sum('queued') + sum('unqueued'))
    }
  }
  return points.sort((a, b) => a.at.localeCompare(b.at))
}

const placeOf = (departmentId: string, at: number) => `${at}/${departmentId}`
