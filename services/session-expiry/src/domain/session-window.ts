import type { ConversationUpdate } from './conversation-update.ts'

/** A session window, told apart by what its timer is for. `conversationVersion`: the newest that a decision was based on. */
export type SessionWindow = Armed | Expired | Ended

interface Base {
  conversationId: string
  expiresAt: Date
  conversationVersion: number
}
/** Looks at the conversation at `dueAt`: when its window expires soon, and once that was told, when it ends; never later. */
export interface Armed extends Base {
  state: 'armed'
  dueAt: Date
  soonTold?: boolean
}
/** The expiry was told; at `dueAt` it is checked that the queue acted on it. */
export interface Expired extends Base {
  state: 'expired'
  dueAt: Date
}
/** Nothing to watch: closed, inactive, or without window. */
export interface Ended extends Base {
  state: 'ended'
  endedAt: Date
}

/** In ms: how long before its end a window "expires soon" (0 = never), and how long the queue may take to act on an expiry. */
export interface Leads {
  soonMs: number
  confirmMs: number
}

/** The next state, and what is to be told of it. */
export type Decided = { next: SessionWindow } & (
  | { event?: 'opened' | 'extended' | 'expired' }
  | { event: 'expiresSoon'; conversation: ConversationUpdate }
)

/** A window to be looked at when it expires soon, even if that is over: then at once, because only the queue knows whether it is true. */
export const armed = (base: Base, soonMs: number): Armed => ({
  ...base,
  state: 'armed',
  dueAt: new Date(base.expiresAt.getTime() - soonMs)
})
