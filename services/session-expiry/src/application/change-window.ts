import { type Clock, Retryable } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { counter } from '@inbox/telemetry'
import type { Decided, SessionWindow } from '../domain/session-window.ts'
import { entriesOf } from '../outbound/events.ts'
import type { Loaded, Windows } from '../store/windows.ts'

const TRIES = 10
const writes = counter('window_timer_writes_total', 'Writes of session windows')

/** Decides on a window's current state and writes the outcome; after a conflict, on what was written meanwhile. */
export type ChangeWindow = (
  conversationId: string,
  decide: (window: SessionWindow | undefined) => Decided | undefined,
  origin: Origin,
  loaded?: Loaded
) => Promise<Decided | undefined>

export const createChangeWindow =
  (windows: Windows, clock: Clock): ChangeWindow =>
  async (conversationId, decide, origin, loaded) => {
    let before = loaded ?? (await windows.load([conversationId]))[0]
    for (let tries = 0; tries < TRIES; tries++) {
      const decided = decide(before?.window)
      if (!decided) return undefined
      const entries = entriesOf(decided, (before?.document.version ?? 0) + 1, origin, clock.now())
      if ((await windows.commit(before, decided.next, entries)) === 'done') {
        writes.inc()
        return decided
      }
      before = (await windows.load([conversationId]))[0]
    }
    throw new Retryable(`the window of ${conversationId} keeps changing`)
  }
