import { type MessageType, windowExpired, windowExtended, windowOpened } from '@inbox/contracts'
import { newEnvelope } from '@inbox/messaging'
import type { Entry } from '@inbox/storage'
import type { Decided } from '../domain/session-window.ts'

/** What led to a commit, for tracing it through the system. */
export interface Origin {
  correlationId: string
  causationId?: string
}

const typeOf = { opened: windowOpened, extended: windowExtended, expired: windowExpired } as const

/** Everything that the outboxes may hold. */
export const published: MessageType[] = Object.values(typeOf)

/** The outbox entries of a decision; `version` is the one the window's document will have. */
export function entriesOf({ next, event }: Decided, version: number, origin: Origin, now: Date): Entry[] {
  if (!event) return []
  const { conversationId, expiresAt } = next
  const data = { conversationId, expiresAt: expiresAt.toISOString() }
  const envelope = newEnvelope(typeOf[event], { key: conversationId, version, occurredAt: now, data, ...origin })
  return [{ id: envelope.id, type: envelope.type, at: now, envelope }]
}
