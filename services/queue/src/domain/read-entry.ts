import type { AuditEntry } from '@inbox/contracts'
import { derivedId } from '@inbox/kernel/derived-id'
import { type Reader, supervises } from './access.ts'
import type { ContactState } from './contact.ts'
import { agentOf, assigneesOf, type Conversation } from './conversation.ts'

/** What was looked at: conversations by reference number; contacts and search words are not named. */
export type Looked = Pick<AuditEntry, 'action' | 'subject'>

const HOUR_MS = 3_600_000

/** The audit entry for reading a conversation; none if it is the reader's, or if they may only see their own. */
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

/** Identified by the channel only. */
export const exportedContact = ({ id, channel }: Pick<ContactState, 'id' | 'channel'>): Looked => ({
  action: 'exported',
  subject: { kind: 'contact', id, name: channel.name }
})

/** The audit entry: one id for everything a person does to the same thing within an hour, whichever process sees it. */
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
