import { startRepeating } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'

/** A timer that each run sets again, and that others may bring forward. */
export interface Wake extends AsyncDisposable {
  /** Runs in `ms` at the latest. */
  in(ms: number): void
}

/** Sweeps when something is due, by the time left as the scripts compute it, so that only Redis's clock matters. */
export function startSweeps(sweep: () => Promise<number>): Wake {
  let timer: NodeJS.Timeout | undefined
  let wakeAt = Number.POSITIVE_INFINITY
  let visits = Promise.resolve()
  let stopped = false

  const wakeIn = (ms: number) => {
    const at = performance.now() + ms
    if (stopped || at >= wakeAt) return
    wakeAt = at
    clearTimeout(timer)
    timer = setTimeout(() => {
      wakeAt = Number.POSITIVE_INFINITY
      visits = visits.then(sweep).then(wakeIn)
    }, ms)
  }
  wakeIn(0)
  return {
    in: wakeIn,
    async [Symbol.asyncDispose]() {
      stopped = true
      clearTimeout(timer)
      await visits
    }
  }
}

/** Looks for gateways that go unheard. */
export const reportsUnheardGateways = (report: () => Promise<void>, everyMs: number, logger: Logger): AsyncDisposable =>
  startRepeating(everyMs, report, error => logger.debug({ err: error }, 'could not report unheard gateways'))
