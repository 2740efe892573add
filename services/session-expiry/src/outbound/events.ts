import { type MessageType, windowExpired, windowExpiresSoon, windowExtended, windowOpened } from '@inbox/contracts'
import { newEnvelope, type Origin } from '@inbox/messaging'
import type { Entry } from '@inbox/storage'
import type { Decided } from '../domain/session-window.ts'

const typeOf = {
  opened: windowOpened,
  extended: windowExtended,
  expiresSoon: windowExpiresSoon,
  expired: windowExpired
} as const

/** Everything that the outboxes may hold. */
export const published: MessageType[] = Object.values(typeOf)

/** The outbox entries of a decision; `version` is the one that the window's document will get. */
export function entriesOf(decided: Decided, version: number, origin: Origin, now: Date): Entry[] {
  if (!decided.event) return []
  const { conversationId, expiresAt } = decided.next
  const data = { conversationId, expiresAt: expiresAt.toISOString(), ...whoSees(decided) }
  const envelope = newEnvelope(typeOf[decided.event], {
    key: conversationId,
    version,
    occurredAt: now,
    data,
    ...origin
  })
  return [{ id: envelope.id, type: envelope.type, envelope }]
}

function whoSees(decided: Decided) {
  if (decided.event !== 'expiresSoon') return {}
  const { departmentId, agentId } = decided.conversation
  return { departmentId, ...(agentId && { agentId }) }
}
