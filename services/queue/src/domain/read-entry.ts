import type { AuditEntry } from '@inbox/contracts'
import { derivedId } from '@inbox/kernel/derived-id'
import { type Reader, supervises } from './access.ts'
import type { ContactState } from './contact.ts'
import { agentOf, assigneesOf, type Conversation } from './conversation.ts'

/** What somebody looked at: of conversations their reference number, of contacts and searched words nothing. */
export type Looked = Pick<AuditEntry, 'action' | 'subject'>

const HOUR_MS = 3_600_000

/** What is audited when somebody reads a conversation; nothing if it is theirs, or if they may only see their own. */
export function lookedAt(reader: Reader, conversation: Conversation): Looked | undefined {
  const theirs = assigneesOf(conversation).includes(reader.id) || agentOf(conversation)?.id === reader.id
  if (!supervises(reader) || theirs) return undefined
  return { action: 'read', subject: { kind: 'conversation', id: conversation.id, name: conversation.referenceNumber } }
}

export const searched = (reader: Reader): Looked | undefined =>
  supervises(reader)
    ? { action: 'searched', subject: { kind: 'search', id: 'conversations', name: 'conversations' } }
    : undefined

export const exported = (from: string, to: string): Looked => ({
  action: 'exported',
  subject: { kind: 'report', id: `${from}:${to}`, name: `${from} – ${to}` }
})

/** Named by the channel alone. */
export const exportedContact = ({ id, channel }: Pick<ContactState, 'id' | 'channel'>): Looked => ({
  action: 'exported',
  subject: { kind: 'contact', id, name: channel.name }
})

/** The entry of the audit: one id for all that a person does to the same within an hour, whichever process sees it. */
export function readEntryOf(
  { id, name, role, isProgram }: Pick<Reader, 'id' | 'name' | 'role' | 'isProgram'>,
  { action, subject }: Looked,
  now: Date,
  correlationId: string
): AuditEntry {
  const hour = Math.floor(now.getTime() / HOUR_MS)
  return {
    id: derivedId('read', id, action, subject.id, String(hour)),
    at: now.toISOString(),
    actor: isProgram ? { kind: 'serviceAccount', id, name } : { kind: 'user', id, name, role },
    action,
    subject,
    version: 1,
    changes: [],
    correlationId
  }
}
