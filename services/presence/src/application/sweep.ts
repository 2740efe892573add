import { counter, histogram, type Logger } from '@inbox/telemetry'
import type { Presences } from '../store/presences.ts'

export interface Sweeper extends AsyncDisposable {
  /** Sweeps in `ms` at the latest. */
  wakeIn(ms: number): void
}

interface Options {
  sweep: Presences['sweep']
  /** Longest sleep: how soon a process learns what became due through another one. */
  mostMs: number
  /** After a gap as long as this, gateways speak first … */
  gapMs: number
  /** … for this long, or everybody would be seen as reconnecting for a moment. */
  patienceMs: number
  logger: Logger
}

const RETRY_MS = 100
const demotions = counter('presence_demotions_total', 'Agents found without connection for longer than the time-out')
const lateness = histogram('presence_demotion_lateness_seconds', 'From the end of the time-out to the demotion')

/** Sweeps when something is due, by the scripts' own reckoning of the time left, so that no clock but Redis' matters. */
export function startSweeper({ sweep, mostMs, gapMs, patienceMs, logger }: Options): Sweeper {
  let timer: NodeJS.Timeout | undefined
  let wakeAt = Number.POSITIVE_INFINITY
  let lastAt = Number.NEGATIVE_INFINITY
  let visits = Promise.resolve()
  let stopped = false
  let delayed = false

  const wakeIn = (ms: number) => {
    const at = performance.now() + ms
    if (stopped || at >= wakeAt) return
    wakeAt = at
    clearTimeout(timer)
    timer = setTimeout(() => {
      wakeAt = Number.POSITIVE_INFINITY
      visits = visits.then(visit)
    }, ms)
  }
  const visit = async () => {
    const gap = performance.now() - lastAt
    lastAt = performance.now()
    if (gap > gapMs) return wakeIn(patienceMs)
    try {
      for (const late of await sweep()) {
        demotions.inc()
        lateness.observe(late / 1000)
      }
      delayed = false
      wakeIn(mostMs)
    } catch (error) {
      if (!delayed) logger.warn({ err: error }, 'sweeps are delayed')
      delayed = true
      wakeIn(RETRY_MS)
    }
  }
  wakeIn(0)
  return {
    wakeIn,
    async [Symbol.asyncDispose]() {
      stopped = true
      clearTimeout(timer)
      await visits
    }
  }
}
