import type { Envelope, MessageType } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { Collection } from './bounded.ts'
import type { OutboxDocument } from './outbox-document.ts'

export interface OutboxOptions<Doc extends OutboxDocument> {
  collection: Collection<Doc>
  types: readonly MessageType[]
  publish: (type: MessageType, envelope: Envelope) => Promise<void>
  /** Idempotently stores the content of entries in other collections, before they are published and trimmed. */
  record?: (envelopes: Envelope[]) => Promise<void>
  /** Measures how long entries wait. Shared by all that write some: the database's (see startDatabaseClock). */
  clock: Clock
  logger: Logger
  recoverEveryMs?: number
}
