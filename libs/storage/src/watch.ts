import { forever } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'

/** Whether a store does its work, asked all the time as its users ask it. */
export interface Watch extends AsyncDisposable {
  ready(): boolean
  /** Resolves when `ready`. */
  whenReady(): Promise<void>
}

export interface Watching extends Watch {
  /** Asks now. */
  look(): Promise<void>
}

export interface WatchOptions {
  /** As the log names it, e.g. `the database`. */
  store: string
  /** Rejects when the store does not do its work; must end by itself. */
  probe: () => Promise<unknown>
  /** Whether it was seen to answer before. */
  answered: boolean
  /** Called each time a probe fails. */
  onSilence: () => void
  logger: Logger
}

const EVERY_MS = 1000

export function watchStore({ store, probe, answered, onSilence, logger }: WatchOptions): Watching {
  let ready = answered
  let said = false
  let again = Promise.withResolvers<void>()
  if (ready) again.resolve()
  const answers = () => {
    if (said) logger.info(`${store} answers again`)
    said = false
    ready = true
    again.resolve()
  }
  const isSilent = (error: unknown) => {
    if (!said) logger.error({ err: error }, `${store} does not answer`)
    said = true
    if (ready) again = Promise.withResolvers()
    ready = false
    onSilence()
  }
  const look = () => probe().then(answers, isSilent)
  const watching = forever(EVERY_MS, look, isSilent)
  return {
    ready: () => ready,
    whenReady: () => again.promise,
    look,
    [Symbol.asyncDispose]: () => watching[Symbol.asyncDispose]()
  }
}
