import type { Clock } from '@inbox/kernel'
import { createDueTimers, startRepeating, untilDone } from '@inbox/runtime'
import { gauge, type Logger } from '@inbox/telemetry'
import type { SettleDue } from '../application/settle-due.ts'
import type { SessionWindow } from '../domain/session-window.ts'
import type { Windows } from '../store/windows.ts'

const HORIZON_MS = 90_000
const RELOAD_MS = 30_000
const RETRY_MS = 500
/** Windows checked in one go: bounds the call to the queue and the concurrent writes. */
const CHUNK = 200

export interface DueWindows extends AsyncDisposable {
  /** Remembers a timer just written, if it is due soon. */
  note(window: SessionWindow): void
}

interface Options {
  windows: Pick<Windows, 'dueBefore'>
  settleDue: SettleDue
  clock: Clock
  logger: Logger
}

/**
 * Acts on timers that are due. Storage is authoritative; the next 90 s are held in memory, to be punctual. Several
 * processes hold the same ones: the conditional write lets one of them win.
 */
export function startDueWindows({ windows, settleDue, clock, logger }: Options): DueWindows {
  const stop = new AbortController()
  let settling = Promise.resolve()
  const settleInTurn = (ids: readonly string[]) => {
    const turn = settling.then(async () => {
      for (let from = 0; from < ids.length && !stop.signal.aborted; from += CHUNK)
        for (const window of await settleDue(ids.slice(from, from + CHUNK))) note(window)
    })
    settling = turn.catch(() => undefined)
    return turn
  }
  const timers = createDueTimers(clock, ids => {
    settleInTurn(ids).catch(error => {
      logger.warn({ err: error, windows: ids.length }, 'expiring session windows is delayed; will retry')
      const again = new Date(clock.now().getTime() + RETRY_MS)
      for (const id of ids) timers.set(id, again)
    })
  })
  gauge('window_timers_in_memory', 'Session windows due within 90 s', [], it => it.set(timers.size))
  const remember = (id: string, dueAt: Date) => {
    if (dueAt.getTime() - clock.now().getTime() < HORIZON_MS) timers.set(id, dueAt)
  }
  const note = (window: SessionWindow) => {
    if (window.state !== 'ended') remember(window.conversationId, window.dueAt)
  }

  const reload = async () => {
    const now = clock.now().getTime()
    for await (const page of windows.dueBefore(new Date(now + HORIZON_MS))) {
      if (stop.signal.aborted) return
      const overdue = page.filter(({ dueAt }) => dueAt.getTime() <= now).map(({ id }) => id)
      for (const { id, dueAt } of page) if (dueAt.getTime() > now) remember(id, dueAt)
      if (overdue.length > 0) await settleInTurn(overdue)
    }
  }
  const onError = (error: unknown) => logger.warn({ err: error }, 'could not read session windows yet')
  const reloadUntilDone = () => untilDone(reload, { signal: stop.signal, onError }).catch(() => undefined)
  const starting = reloadUntilDone()
  const reloading = startRepeating(RELOAD_MS, reloadUntilDone, onError)
  return {
    note,
    async [Symbol.asyncDispose]() {
      stop.abort()
      timers[Symbol.dispose]()
      await Promise.all([reloading[Symbol.asyncDispose](), starting])
      await settling
    }
  }
}
