import { Retryable } from '@inbox/kernel'
import { pause } from '@inbox/runtime'
import type { Handle, Handler } from './handler.ts'

/** What handlers need besides the broker, e.g. a database. */
export interface Need {
  ready(): boolean
  whenReady(): Promise<void>
}

/** Less than the total time a handler may take. */
const MAX_WAIT_MS = 45_000

/**
 * Handlers that wait while what they need is down. That uses up no attempt, and they continue as soon as it is back;
 * with retries at fixed intervals, messages would wait up to half a minute longer after a long outage.
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
  if (!need.ready()) throw new Retryable('a dependency is still unavailable')
}
