/** A session window, told apart by what its timer is for. `conversationVersion`: the newest that a decision was based on. */
export type SessionWindow = Armed | Expired | Ended

interface Base {
  conversationId: string
  expiresAt: Date
  conversationVersion: number
}
/** Looks at the conversation at `dueAt`, which is never later than its window ends. */
export interface Armed extends Base {
  state: 'armed'
  dueAt: Date
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

/** What an event or the queue says of a conversation. */
export interface Seen {
  conversationId: string
  version: number
  /** Queued, offered, ongoing or pending. */
  live: boolean
  expiresAt?: Date
}

/** The next state, and what is to be told of it. */
export interface Decided {
  next: SessionWindow
  event?: 'opened' | 'extended' | 'expired'
}
