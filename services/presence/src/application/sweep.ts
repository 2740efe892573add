import { counter, histogram, type Logger } from '@inbox/telemetry'
import type { Presences } from '../store/presences.ts'

interface Options {
  sweep: Presences['sweep']
  /** Longest sleep: bounds how late a process learns what became due through another one. */
  mostMs: number
  /** After a gap this long, gateways report first … */
  gapMs: number
  /** … for this long; otherwise everybody would briefly be reconnecting. */
  patienceMs: number
  logger: Logger
}

const RETRY_MS = 100
const demotions = counter('presence_demotions_total', 'Agents without a connection for longer than the timeout')
const lateness = histogram('presence_demotion_lateness_seconds', 'Time from the end of the timeout to the demotion')

/** Applies the consequences of silence; returns in how many ms to sweep again at the latest. */
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
