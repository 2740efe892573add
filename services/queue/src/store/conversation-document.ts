import type { Aggregate, IndexOf } from '@inbox/storage'
import { assigneesOf, type Conversation, isLive } from '../domain/conversation.ts'
import { digitsOf, termsOf } from '../domain/search-terms.ts'

/** Enough for contact, reference number, subject and 30 tags. */
const MAX_TERMS = 300

/** A conversation as stored: its reference number is `protocol` (ADR 0034), and some fields exist only for indexes. */
export type ConversationDocument = Omit<Conversation, 'id' | 'referenceNumber'> &
  Aggregate & {
    protocol: string
    live: boolean
    open: boolean
    assignees: string[]
    slots?: string[] | undefined
    terms: string[]
  }

export const termsOfConversation = ({
  protocol,
  contact,
  thread,
  tags
}: Pick<ConversationDocument, 'protocol' | 'contact' | 'thread' | 'tags'>) =>
  termsOf(
    [
      ...[protocol, contact.name, contact.email, digitsOf(contact.phone), contact.externalId],
      ...[...tags, thread?.subject, ...(contact.aliases ?? [])]
    ],
    MAX_TERMS
  )

export function toDocument(conversation: Conversation): Omit<ConversationDocument, 'outbox'> {
  const { id, referenceNumber, ...rest } = conversation
  const fields = { ...rest, protocol: referenceNumber }
  const live = isLive(conversation)
  const document = {
    _id: id,
    ...fields,
    live,
    open: conversation.status !== 'closed',
    assignees: assigneesOf(conversation),
    terms: termsOfConversation(fields)
  }
  // an empty array would count as a value in the unique index
  if ('slots' in document && document.slots.length === 0) return { ...document, slots: undefined }
  return document
}

export function toConversation({
  _id,
  protocol,
  outbox,
  live,
  open,
  assignees,
  terms,
  ...fields
}: ConversationDocument): Conversation {
  const slots = fields.status === 'offered' ? { slots: fields.slots ?? [] } : {}
  return { ...fields, ...slots, id: _id, referenceNumber: protocol } as unknown as Conversation
}

/** From former versions, in which a contact had one conversation whatever it was about (ADR 0009). */
export const RETIRED_INDEX = 'one-open'

/**
 * I1: at most one conversation that is not closed per contact (who belongs to one channel) and thread; no thread counts
 * as one. I2, I3: a slot belongs to one conversation.
 */
export const conversationIndexes: IndexOf[] = [
  {
    key: { 'contact.id': 1, 'thread.id': 1 },
    name: 'one-open-per-thread',
    unique: true,
    partialFilterExpression: { open: true }
  },
  {
    key: { 'contact.id': 1, 'thread.id': 1, createdAt: -1 },
    name: 'of-thread',
    partialFilterExpression: { 'thread.id': { $exists: true } }
  },
  { key: { slots: 1 }, name: 'slots', unique: true, sparse: true },
  { key: { 'contact.id': 1, createdAt: -1, _id: -1 }, name: 'of-contact' },
  { key: { status: 1, departmentId: 1, priority: -1, enqueuedAt: 1, _id: 1 }, name: 'arrival' },
  { key: { status: 1, priority: -1, enqueuedAt: 1, _id: 1 }, name: 'arrival-everywhere' },
  { key: { status: 1, departmentId: 1, statusSince: -1, _id: -1 }, name: 'newest' },
  { key: { status: 1, statusSince: -1, _id: -1 }, name: 'newest-everywhere' },
  {
    key: { status: 1, departmentId: 1, 'channel.id': 1, priority: -1, enqueuedAt: 1, _id: 1 },
    name: 'arrival-by-channel',
    partialFilterExpression: { status: 'queued' }
  },
  {
    key: { status: 1, departmentId: 1, 'channel.id': 1, statusSince: -1, _id: -1 },
    name: 'newest-by-channel',
    partialFilterExpression: { live: false }
  },
  {
    key: { status: 1, departmentId: 1, waitingSince: 1 },
    name: 'waits',
    partialFilterExpression: { status: 'queued' }
  },
  { key: { assignees: 1, status: 1, statusSince: -1, _id: -1 }, name: 'of-agent' },
  {
    key: { 'agent.id': 1, status: 1, statusSince: -1, _id: -1 },
    name: 'had-agent',
    partialFilterExpression: { live: false }
  },
  { key: { terms: 1 }, name: 'terms' },
  { key: { live: 1, _id: 1 }, name: 'live', partialFilterExpression: { live: true } },
  {
    key: { 'offer.expiresAt': 1 },
    name: 'offer-due',
    partialFilterExpression: { 'offer.expiresAt': { $exists: true } }
  },
  {
    key: { 'comesBack.at': 1 },
    name: 'comes-back',
    partialFilterExpression: { 'comesBack.at': { $exists: true } }
  },
  { key: { botDueAt: 1 }, name: 'bot-due', partialFilterExpression: { botDueAt: { $exists: true } } }
]
