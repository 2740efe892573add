import { Retryable } from '@inbox/kernel'
import { pause } from '@inbox/runtime'
import type { Handle, Handler } from './handler.ts'

/** What handlers need besides the broker, e.g. a database. */
export interface Need {
  ready(): boolean
  /** Resolves when `ready`. */
  whenReady(): Promise<void>
}

/** Less than a handler may take altogether. */
const MAX_WAIT_MS = 45_000

/**
 * Handlers that wait while what they need is away: that uses up no attempt, and they go on as soon as it is back. Waiting in
 * steps of fixed length would make messages of a long absence wait for half a minute longer.
 */
export const whenAble = (need: Need, handlers: readonly Handler[]): Handler[] =>
  handlers.map(handler => ({ ...handler, handle: waiting(need, handler.handle) }))

const waiting = (need: Need, handle: Handle<unknown>): Handle<unknown> =>
  (async (envelope, context) => {
    const until = performance.now() + MAX_WAIT_MS
    for (;;) {
      if (!need.ready()) await comeBack(need, until, context.gone)
      try {
        return await handle(envelope, context)
      } catch (error) {
        if (!(error instanceof Retryable) || need.ready() || context.gone.aborted) throw error
      }
    }
  }) as Handle<unknown>

async function comeBack(need: Need, until: number, gone: AbortSignal): Promise<void> {
  const back = new AbortController()
  const patience = pause(Math.max(0, until - performance.now()), AbortSignal.any([gone, back.signal]))
  await Promise.race([need.whenReady(), patience])
  back.abort()
  if (!need.ready()) throw new Retryable('what is needed is still away')
}
