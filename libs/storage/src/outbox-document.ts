import type { Envelope } from '@inbox/contracts'

/** An event that waits in the document it speaks of until the broker has confirmed it. */
export interface Entry {
  id: string
  type: string
  /** When it was written, by the outbox's clock: whoever writes it leaves that to `stamped`. */
  at?: Date
  envelope: Envelope
}

export interface OutboxDocument {
  _id: string
  outbox: Entry[]
}
