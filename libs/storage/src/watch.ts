import { startRepeating } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import { storeReady } from './store-calls.ts'

/** Whether a store works, probed continually in the way its users use it. */
export interface Watch extends AsyncDisposable {
  ready(): boolean
  whenReady(): Promise<void>
}

export interface Watching extends Watch {
  /** Probes now. */
  look(): Promise<void>
}

export interface WatchOptions {
  /** Its name in the log, e.g. `the database`. */
  store: string
  /** Rejects if the store does not work; must end by itself. */
  probe: () => Promise<unknown>
  /** Whether it has answered before. */
  answered: boolean
  /** Called each time a probe fails. */
  onSilence: () => void
  logger: Logger
}

const EVERY_MS = 1000
/** A store that restarts or fails over is back by then; after that, somebody has to act. */
const RESTART_MS = 30_000

export function startStoreWatch({ store, probe, answered, onSilence, logger }: WatchOptions): Watching {
  let ready = answered
  let silentSince: number | undefined
  let told = false
  let again = Promise.withResolvers<void>()
  if (ready) again.resolve()
  const answers = () => {
    if (silentSince !== undefined) logger.info(`${store} is responding again`)
    silentSince = undefined
    told = false
    ready = true
    storeReady.set({ store }, 1)
    again.resolve()
  }
  const isSilent = (error: unknown) => {
    if (silentSince === undefined) logger.warn({ err: error }, `${store} is not responding`)
    silentSince ??= performance.now()
    const silentForMs = Math.round(performance.now() - silentSince)
    if (!told && silentForMs >= RESTART_MS) {
      told = true
      logger.error({ err: error, silentForMs }, `${store} is still not responding`)
    }
    if (ready) again = Promise.withResolvers()
    ready = false
    storeReady.set({ store }, 0)
    onSilence()
  }
  const look = () => probe().then(answers, isSilent)
  const watching = startRepeating(EVERY_MS, look, isSilent)
  return {
    ready: () => ready,
    whenReady: () => again.promise,
    look,
    [Symbol.asyncDispose]: () => watching[Symbol.asyncDispose]()
  }
}
