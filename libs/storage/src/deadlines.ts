import { setMaxListeners } from 'node:events'

/** A call was given up. The driver copies the fields of errors that break off a batch, and would trip over `name`. */
export class Overdue extends Error {
  override get name() {
    return 'Overdue'
  }
}

/** Deadlines for calls of a store. */
export interface Deadlines extends Disposable {
  /** A deadline for a call that begins now. */
  begin(): Deadline
  /** Runs a call with a deadline. */
  run<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Shortens the remaining time of running calls to at most `ms`. */
  hasten(ms: number): void
}

interface Deadline {
  /** Aborts with Overdue when the time is up. */
  signal: AbortSignal
  /** The call has ended. */
  end(): void
}

/** Calls that began within one tick. */
interface Begun extends Deadline {
  controller: AbortController
  ticksLeft: number
  running: number
}

const TICK_MS = 500

/**
 * Deadlines of `ms`, up to a tick longer: all calls of one tick share a signal, and all signals share one timer, which
 * runs only while a call does. Counts ticks, so that no time passes while this process is stopped, and answers that
 * arrived meanwhile are still read.
 */
export function createDeadlines(store: string, ms: number): Deadlines {
  const ticksOf = (time: number) => Math.ceil(time / TICK_MS)
  let begun: Begun[] = []
  let current: Begun | undefined
  let timer: NodeJS.Timeout | undefined
  const stop = () => {
    clearInterval(timer)
    timer = undefined
  }
  const tick = () => {
    current = undefined
    begun = begun.filter(({ running }) => running > 0)
    for (const each of begun) each.ticksLeft -= 1
    const over = begun.filter(({ ticksLeft }) => ticksLeft < 0)
    begun = begun.filter(({ ticksLeft }) => ticksLeft >= 0)
    if (begun.length === 0) stop()
    for (const { controller } of over) controller.abort(new Overdue(`${store} did not respond in time`))
  }
  const fresh = (): Begun => {
    const controller = new AbortController()
    const { signal } = controller
    const end = () => {
      next.running -= 1
    }
    const next = { controller, signal, end, ticksLeft: ticksOf(ms), running: 0 }
    // any number of concurrent calls
    setMaxListeners(0, signal)
    begun.push(next)
    timer ??= setInterval(tick, TICK_MS).unref()
    return next
  }
  const begin = () => {
    current ??= fresh()
    current.running += 1
    return current
  }
  return {
    begin,
    async run(call) {
      const { signal, end } = begin()
      try {
        return await call(signal)
      } finally {
        end()
      }
    },
    hasten(atMost) {
      current = undefined
      for (const each of begun) each.ticksLeft = Math.min(each.ticksLeft, ticksOf(atMost))
    },
    [Symbol.dispose]: stop
  }
}
