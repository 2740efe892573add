import type { Collection } from '@inbox/storage'
import type { Conversation } from '../services/queue/src/domain/conversation.ts'
import { type ConversationDocument, toDocument } from '../services/queue/src/store/conversation-document.ts'

export const DEPARTMENTS = ['sales', 'support', 'billing', 'returns']
const BATCH = 1000
const first = ['Ana', 'Bia', 'Caio', 'Davi', 'Eva', 'Felipe', 'Gabriela', 'Heitor', 'Íris', 'João', 'Karina', 'Lúcia']
const last = ['Almeida', 'Barbosa', 'Cardoso', 'Dias', 'Esteves', 'Fonseca', 'Gonçalves', 'Henriques', 'Ibarra']
const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'ja', 'le', 'mi', 'no', 'pu', 'ra', 'se', 'ti', 'vo', 'xu', 'za']
const beginning = Date.parse('2026-01-01T00:00:00Z')

/** Stores `count` conversations as queue would: the first `waiting` of them in Queue, the others closed. */
export async function storeConversations(
  collection: Collection<ConversationDocument>,
  count: number,
  waiting: number,
  departments: readonly string[] = DEPARTMENTS
): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const size = Math.min(BATCH, count - from)
    const documents = Array.from({ length: size }, (_, n) =>
      storedConversation(from + n, from + n < waiting, departments)
    )
    await collection.insertMany(documents, { ordered: false })
  }
}

/** One of 4,096 names. */
const middleOf = (n: number): string => [n, n >> 4, n >> 8].map(part => syllables[part % syllables.length]).join('')

/** The id of the nth conversation. */
export const idOf = (n: number): string => `018f${n.toString(16).padStart(28, '0')}`

/** The nth conversation, always the same. */
function storedConversation(n: number, waits: boolean, departments: readonly string[]): ConversationDocument {
  const at = new Date(beginning + n * 20_000)
  const name = `${first[n % first.length]} ${middleOf(n >> 4)} ${last[(n >> 4) % last.length]}`
  const phone = `55119${String(n).padStart(8, '0')}`
  const base = {
    id: idOf(n),
    version: 1,
    referenceNumber: `20260101-${n.toString(32).toUpperCase().padStart(8, '0')}`,
    channel: { id: 'whatsapp', kind: 'whatsapp', name: 'WhatsApp', session: { kind: 'window' } } as const,
    contact: { id: `con_${n}`, externalId: phone, name, email: `contact.${n}@example.org`, phone },
    departmentId: departments[n % departments.length]!,
    createdAt: at,
    enqueuedAt: at,
    priority: 0,
    statusSince: at,
    window: { expiresAt: new Date(Date.now() + 86_400_000) },
    unread: 1,
    lastMessage: { direction: 'inbound' as const, preview: 'I would like to know when my order arrives', at },
    tags: [],
    offerNumber: 1,
    excludedAgentIds: []
  }
  const agent = { id: `agent-${n % 100}`, name: 'Agent' }
  const conversation: Conversation = waits
    ? { ...base, status: 'queued' }
    : { ...base, status: 'closed', closedAt: at, reason: 'solved', agent }
  return { ...toDocument(conversation), outbox: [] } as unknown as ConversationDocument
}
