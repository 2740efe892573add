import { startRepeating } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { ByteStore } from '../store/bytes.ts'

const MAX_BETWEEN_MS = 60_000
const PROBE_MS = 10_000

/** Everything that happens by time. */
export function startTimers(removeUnnamed: () => Promise<void>, unnamedMs: number, logger: Logger): AsyncDisposable {
  return startRepeating(Math.min(MAX_BETWEEN_MS, unnamedMs), removeUnnamed, error =>
    logger.warn({ err: error }, 'removing files that no message names failed; will retry')
  )
}

/** Checks whether files can be stored at all: at the start, and every 10 s. */
export function startStoreWatch(
  bytes: Pick<ByteStore, 'probe'>,
  logger: Logger
): AsyncDisposable & { ready(): boolean } {
  let ready = false
  const probe = async () => {
    const before = ready
    const failure: unknown = await bytes.probe().then(
      () => undefined,
      error => error
    )
    ready = failure === undefined
    if (before !== ready)
      logger[ready ? 'info' : 'error']({ err: failure }, ready ? 'files can be stored' : 'files cannot be stored')
  }
  void probe()
  const repeated = startRepeating(PROBE_MS, probe, () => undefined)
  return { ready: () => ready, [Symbol.asyncDispose]: () => repeated[Symbol.asyncDispose]() }
}
