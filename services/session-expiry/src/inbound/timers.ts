import type { Clock } from '@inbox/kernel'
import { dueTimers, forever, newId, untilDone } from '@inbox/runtime'
import { counter, gauge, histogram, type Logger } from '@inbox/telemetry'
import type { ChangeWindow } from '../application/change-window.ts'
import { decideDue } from '../domain/decide-due.ts'
import type { Leads, Seen, SessionWindow } from '../domain/session-window.ts'
import type { Loaded, Windows } from '../store/windows.ts'

const HORIZON_MS = 90_000
const RELOAD_MS = 30_000
const RETRY_MS = 500
/** Windows looked at in one go: bounds the call to the queue and the writes at once. */
const CHUNK = 200
const lateness = histogram('window_expiry_lateness_seconds', 'From the end of a window to the write of its expiry')
const expired = counter('windows_expired_total', 'Expiries told')
const soon = counter('windows_expire_soon_total', 'Windows told to expire soon')
const repeated = counter(
  'windows_expired_again_total',
  'Expiries told again because the queue had not acted: a bug signal'
)

export interface DueWindows extends AsyncDisposable {
  /** Remembers a timer just written, if it is due soon. */
  note(window: SessionWindow): void
}

interface Options {
  windows: Windows
  change: ChangeWindow
  ask: (ids: readonly string[]) => Promise<Map<string, Seen>>
  clock: Clock
  leads: Leads
  logger: Logger
}

/**
 * Acts on timers that are due. Their truth is in storage; the next 90 s are held in memory, to be punctual. Several
 * processes hold the same ones: the conditional write lets one of them win.
 */
export function watchDueWindows({ windows, change, ask, clock, leads, logger }: Options): DueWindows {
  const stop = new AbortController()
  const remember = (id: string, dueAt: Date) => {
    if (dueAt.getTime() - clock.now().getTime() < HORIZON_MS) timers.set(id, dueAt)
  }
  const note = (window: SessionWindow) => {
    if (window.state !== 'ended') remember(window.conversationId, window.dueAt)
  }

  const settle = async (loaded: Loaded, conversation: Seen | undefined) => {
    const { conversationId, state } = loaded.window
    const decide = (window: SessionWindow | undefined) => window && decideDue(window, conversation, clock.now(), leads)
    const decided = await change(conversationId, decide, { correlationId: newId() }, loaded)
    if (!decided) return
    note(decided.next)
    if (decided.event === 'expiresSoon') soon.inc()
    if (decided.event !== 'expired') return
    if (state === 'expired') return void repeated.inc()
    expired.inc()
    lateness.observe((clock.now().getTime() - decided.next.expiresAt.getTime()) / 1000)
  }
  const settleAll = async (ids: readonly string[]) => {
    const [loaded, conversations] = await Promise.all([windows.load(ids), ask(ids)])
    await Promise.all(loaded.map(each => settle(each, conversations.get(each.window.conversationId))))
  }
  let settling = Promise.resolve()
  const settleInTurn = (ids: readonly string[]) => {
    const turn = settling.then(async () => {
      for (let from = 0; from < ids.length && !stop.signal.aborted; from += CHUNK)
        await settleAll(ids.slice(from, from + CHUNK))
    })
    settling = turn.catch(() => undefined)
    return turn
  }
  const timers = dueTimers(clock, ids => {
    settleInTurn(ids).catch(error => {
      logger.warn({ err: error, windows: ids.length }, 'expiries are delayed')
      const again = new Date(clock.now().getTime() + RETRY_MS)
      for (const id of ids) timers.set(id, again)
    })
  })
  gauge('window_timers_in_memory', 'Windows due within 90 s', [], it => it.set(timers.size))

  const reload = async () => {
    const now = clock.now().getTime()
    for await (const page of windows.dueBefore(new Date(now + HORIZON_MS))) {
      if (stop.signal.aborted) return
      const overdue = page.filter(({ dueAt }) => dueAt.getTime() <= now).map(({ id }) => id)
      for (const { id, dueAt } of page) if (dueAt.getTime() > now) remember(id, dueAt)
      if (overdue.length > 0) await settleInTurn(overdue)
    }
  }
  const onError = (error: unknown) => logger.warn({ err: error }, 'windows not read yet')
  const reloadUntilDone = () => untilDone(reload, { signal: stop.signal, onError }).catch(() => undefined)
  const starting = reloadUntilDone()
  const reloading = forever(RELOAD_MS, reloadUntilDone, onError)
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
