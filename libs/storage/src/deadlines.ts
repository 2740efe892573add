import { setMaxListeners } from 'node:events'

/** A call was given up. The driver copies the fields of what breaks a batch off, and would stumble over a name among them. */
export class Overdue extends Error {
  override get name() {
    return 'Overdue'
  }
}

/** By when calls of a store must have ended. */
export interface Deadlines extends Disposable {
  /** Aborts with Overdue when the time of a call that begins now is over. */
  begin(): AbortSignal
  /** Leaves calls that have begun no more than `ms`. */
  hasten(ms: number): void
}

interface Begun {
  controller: AbortController
  ticksLeft: number
}

const TICK_MS = 500

/**
 * Deadlines of `ms`, up to a tick longer: the calls of one tick have one signal in common, and all signals one timer. It is
 * ticks that are counted: while this process stands still no time passes, and answers that came meanwhile are still read.
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
    for (const { controller } of over) controller.abort(new Overdue(`${store} gave no answer in time`))
  }
  const timer = setInterval(tick, TICK_MS).unref()
  const fresh = (): Begun => {
    const next = { controller: new AbortController(), ticksLeft: ticksOf(ms) }
    // as many as there are calls at the same time
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
