import type { Logger } from '@inbox/telemetry'
import type { Term } from './term.ts'

/** Whether this process is the active matcher, told by what the broker delivers to it. */
export interface Turn extends Disposable {
  /** The term that a delivery belongs to: begun by the first one of its channel. `gone` aborts with the channel. */
  termOf(gone: AbortSignal): Term
  /** Keeps the baton unacknowledged, in place of the one before; resolves when it is to be acknowledged. */
  keepBaton(gone: AbortSignal): Promise<void>
  current(): Term | undefined
  /** Ends a term in which nothing was delivered for `silentMs`: batons come often, so another process gets them. */
  endIfSilent(silentMs: number): void
}

/**
 * The broker delivers to one process at a time, so whoever gets a delivery is the active one until its channel ends.
 * The baton lies unacknowledged with it: when it ends, the next one gets the baton, also while no event flows.
 */
export function openTurn(beginTerm: () => Term, logger: Logger): Turn {
  let active: { gone: AbortSignal; term: Term; heardAt: number } | undefined
  let letGo: (() => void) | undefined

  const end = (why: string) => {
    if (!active) return
    logger.info({ why }, 'standby')
    active.term[Symbol.dispose]()
    active = undefined
    letGo?.()
  }
  const termOf = (gone: AbortSignal): Term => {
    if (active?.gone !== gone) {
      end('another channel')
      logger.info('active: rebuilding')
      const begun = { gone, term: beginTerm(), heardAt: performance.now() }
      active = begun
      gone.addEventListener('abort', () => active === begun && end('the channel ended'), { once: true })
    }
    active!.heardAt = performance.now()
    return active!.term
  }

  return {
    termOf,
    async keepBaton(gone) {
      termOf(gone)
      letGo?.()
      await new Promise<void>(resolve => {
        letGo = resolve
      })
    },
    current: () => active?.term,
    endIfSilent(silentMs) {
      if (active && performance.now() - active.heardAt > silentMs) end('nothing was delivered')
    },
    [Symbol.dispose]: () => end('stopped')
  }
}
