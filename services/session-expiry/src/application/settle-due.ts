import type { Clock } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { counter, histogram } from '@inbox/telemetry'
import type { ConversationUpdate } from '../domain/conversation-update.ts'
import { decideDue } from '../domain/decide-due.ts'
import type { Leads, SessionWindow } from '../domain/session-window.ts'
import type { Loaded, Windows } from '../store/windows.ts'
import type { ChangeWindow } from './change-window.ts'

const lateness = histogram(
  'window_expiry_lateness_seconds',
  'Time from the end of a session window until its expiry is written'
)
const expired = counter('windows_expired_total', 'Session windows reported as expired')
const soon = counter('windows_expire_soon_total', 'Session windows reported to expire soon')
const repeated = counter(
  'windows_expired_again_total',
  'Expiries reported again because queue had not acted; each is a sign of a defect'
)

interface Dependencies {
  windows: Pick<Windows, 'load'>
  change: ChangeWindow
  ask: (ids: readonly string[]) => Promise<Map<string, ConversationUpdate>>
  clock: Clock
  leads: Leads
}

/** Returns the windows as written. */
export type SettleDue = (ids: readonly string[]) => Promise<SessionWindow[]>

/** Handles due windows, by what queue says about their conversations now. */
export function createSettleDue({ windows, change, ask, clock, leads }: Dependencies): SettleDue {
  const settle = async (loaded: Loaded, conversation: ConversationUpdate | undefined) => {
    const { conversationId, state } = loaded.window
    const decide = (window: SessionWindow | undefined) => window && decideDue(window, conversation, clock.now(), leads)
    const decided = await change(conversationId, decide, { correlationId: newId() }, loaded)
    if (!decided) return []
    if (decided.event === 'expiresSoon') soon.inc()
    if (decided.event === 'expired' && state === 'expired') repeated.inc()
    if (decided.event === 'expired' && state !== 'expired') {
      expired.inc()
      lateness.observe((clock.now().getTime() - decided.next.expiresAt.getTime()) / 1000)
    }
    return [decided.next]
  }
  return async ids => {
    const [loaded, conversations] = await Promise.all([windows.load(ids), ask(ids)])
    const settled = await Promise.all(loaded.map(each => settle(each, conversations.get(each.window.conversationId))))
    return settled.flat()
  }
}
