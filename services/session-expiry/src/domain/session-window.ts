import type { ConversationUpdate } from './conversation-update.ts'

/** A session window; its kind says what its timer is for. `conversationVersion`: the newest a decision was based on. */
export type SessionWindow = Armed | Expired | Ended

interface Base {
  conversationId: string
  expiresAt: Date
  conversationVersion: number
}
/** At `dueAt`, never later, checks the conversation: when its window expires soon and, once published, when it ends. */
export interface Armed extends Base {
  state: 'armed'
  dueAt: Date
  soonTold?: boolean
}
/** The expiry was published; at `dueAt`, check that the queue has acted on it. */
export interface Expired extends Base {
  state: 'expired'
  dueAt: Date
}
/** Nothing to watch: closed, inactive, or without a window. */
export interface Ended extends Base {
  state: 'ended'
  endedAt: Date
}

/** In ms: how early a window "expires soon" (0 = never), and how long the queue may take to act on an expiry. */
export interface Leads {
  soonMs: number
  confirmMs: number
}

/** The next state, and what to publish about it. */
export type Decided = { next: SessionWindow } & (
  | { event?: 'opened' | 'extended' | 'expired' }
  | { event: 'expiresSoon'; conversation: ConversationUpdate }
)

/** A window to check when it expires soon; at once if that is past, because only the queue knows whether it is true. */
export const armed = (base: Base, soonMs: number): Armed => ({
  ...base,
  state: 'armed',
  dueAt: new Date(base.expiresAt.getTime() - soonMs)
})
