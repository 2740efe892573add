import type { Envelope } from '@inbox/contracts'

/** An event that waits in the document it is about until the broker has confirmed it. */
export interface Entry {
  id: string
  type: string
  /** When it was written, by the outbox's clock; writers leave setting it to `stamped`. */
  at?: Date
  envelope: Envelope
}

export interface OutboxDocument {
  _id: string
  outbox: Entry[]
}
