import type { Logger } from '@inbox/telemetry'

/** Whether this process is the active matcher, which depends on whether the broker has given it the baton. */
export interface Turn extends Disposable {
  /** Holds the baton unacknowledged, instead of the previous one; resolves when it should be acknowledged. */
  keepBaton(gone: AbortSignal): Promise<void>
  /** Ends a turn that got no new baton for `silentMs`: batons are frequent, so another process gets them. */
  endIfSilent(silentMs: number): void
}

/**
 * The broker gives batons to one process at a time and, when its channel ends, passes on what it holds unacknowledged.
 * So whoever gets one is the active matcher until then. `gone` aborts with the channel.
 */
export function createTurn(lead: (leads: boolean) => void, logger: Logger): Turn {
  let active: { gone: AbortSignal; heardAt: number } | undefined
  let letGo: (() => void) | undefined

  const end = (why: string) => {
    if (!active) return
    logger.info({ why }, 'standby')
    active = undefined
    lead(false)
    letGo?.()
  }
  const begin = (gone: AbortSignal) => {
    end('the baton came on another channel')
    logger.info('active')
    const begun = { gone, heardAt: performance.now() }
    active = begun
    gone.addEventListener('abort', () => active === begun && end('the channel ended'), { once: true })
    lead(true)
  }

  return {
    async keepBaton(gone) {
      if (active?.gone === gone) active.heardAt = performance.now()
      else begin(gone)
      letGo?.()
      await new Promise<void>(resolve => {
        letGo = resolve
      })
    },
    endIfSilent(silentMs) {
      if (active && performance.now() - active.heardAt > silentMs) end('no baton received')
    },
    [Symbol.dispose]: () => end('stopped')
  }
}
