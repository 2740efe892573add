import { setMaxListeners } from 'node:events'

/** A call was given up. The driver copies the fields of errors that break off a batch, and would trip over `name`. */
export class Overdue extends Error {
  override get name() {
    return 'Overdue'
  }
}

/** Deadlines for calls of a store. */
export interface Deadlines extends Disposable {
  /** A signal for a call that begins now; aborts with Overdue when its time is up. */
  begin(): AbortSignal
  /** Shortens the remaining time of running calls to at most `ms`. */
  hasten(ms: number): void
}

interface Begun {
  controller: AbortController
  ticksLeft: number
}

const TICK_MS = 500

/**
 * Deadlines of `ms`, up to a tick longer: all calls of one tick share a signal, and all signals share one timer. Counts
 * ticks, so that no time passes while this process is stopped, and answers that arrived meanwhile are still read.
 */
export function createDeadlines(store: string, ms: number): Deadlines {
  const ticksOf = (time: number) => Math.ceil(time / TICK_MS)
  let begun: Begun[] = []
  let current: Begun | undefined
  const tick = () => {
    current = undefined
    for (const each of begun) each.ticksLeft -= 1
    const over = begun.filter(({ ticksLeft }) => ticksLeft < 0)
    if (over.length === 0) return
    begun = begun.filter(({ ticksLeft }) => ticksLeft >= 0)
    for (const { controller } of over) controller.abort(new Overdue(`${store} did not respond in time`))
  }
  const timer = setInterval(tick, TICK_MS).unref()
  const fresh = (): Begun => {
    const next = { controller: new AbortController(), ticksLeft: ticksOf(ms) }
    // any number of concurrent calls
    setMaxListeners(0, next.controller.signal)
    begun.push(next)
    return next
  }
  return {
    begin() {
      current ??= fresh()
      return current.controller.signal
    },
    hasten(atMost) {
      current = undefined
      for (const each of begun) each.ticksLeft = Math.min(each.ticksLeft, ticksOf(atMost))
    },
    [Symbol.dispose]: () => clearInterval(timer)
  }
}
