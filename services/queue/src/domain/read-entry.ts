import type { AuditActor, AuditEntry } from '@inbox/contracts'
import { type Reader, supervises } from './access.ts'
import type { ContactState } from './contact.ts'
import { agentOf, assigneesOf, type Conversation } from './conversation.ts'

type Looked = Pick<AuditEntry, 'action' | 'subject'>

/** The audit entry for reading a conversation; none if it is the reader's, or if they may only see their own. */
export function lookedAt(reader: Reader, conversation: Conversation): Looked | undefined {
  if (!supervises(reader) || isTheirs(reader, conversation)) return undefined
  return { action: 'read', subject: { kind: 'conversation', id: conversation.id, name: conversation.referenceNumber } }
}

const isTheirs = ({ id }: Reader, conversation: Conversation) =>
  assigneesOf(conversation).includes(id) || agentOf(conversation)?.id === id

/** The same for reading a contact; a contact is the reader's if the latest conversation with them is. */
export const lookedAtContact = (
  reader: Reader,
  { id, channel }: Pick<ContactState, 'id' | 'channel'>,
  latest: Conversation | undefined
): Looked | undefined =>
  !supervises(reader) || (latest && isTheirs(reader, latest))
    ? undefined
    : { action: 'read', subject: { kind: 'contact', id, name: channel.name } }

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

export const actorOf = ({ id, name, role, isProgram }: Reader): AuditActor =>
  isProgram ? { kind: 'serviceAccount', id, name } : { kind: 'user', id, name, role }
