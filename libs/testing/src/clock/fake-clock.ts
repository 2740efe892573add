import type { Clock } from '@inbox/kernel'

export interface FakeClock extends Clock {
  advance(ms: number): void
  set(to: Date): void
}

/** A clock that moves only when told; starts at 2030-01-01T09:00:00Z by default. */
export function fakeClock(start: Date | string = '2030-01-01T09:00:00.000Z'): FakeClock {
  let now = new Date(start).getTime()
  return {
    now: () => new Date(now),
    advance: ms => {
      now += ms
    },
    set: to => {
      now = to.getTime()
    }
  }
}
