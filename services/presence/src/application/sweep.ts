import { counter, histogram, type Logger } from '@inbox/telemetry'
import type { Presences } from '../store/presences.ts'

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

/** Applies what silence costs; answers in how many ms to sweep again at the latest. */
export function createSweep({ sweep, mostMs, gapMs, patienceMs, logger }: Options): () => Promise<number> {
  let lastAt = Number.NEGATIVE_INFINITY
  let delayed = false
  return async () => {
    const gap = performance.now() - lastAt
    lastAt = performance.now()
    if (gap > gapMs) return patienceMs
    try {
      for (const late of await sweep()) {
        demotions.inc()
        lateness.observe(late / 1000)
      }
      delayed = false
      return mostMs
    } catch (error) {
      if (!delayed) logger.warn({ err: error }, 'sweeps are delayed')
      delayed = true
      return RETRY_MS
    }
  }
}
