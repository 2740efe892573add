import type { Message } from '@inbox/contracts'
import { Retryable } from '@inbox/kernel'
import { type Collection, ofAny, storageCall } from '@inbox/storage'
import { erasedMessage } from '../domain/erase.ts'
import type { ConversationDocument } from './conversation-document.ts'
import { type MessageDocument, toMessage } from './messages.ts'

/** Access to what is stored about a contact who is erased. */
export interface Erasing {
  /** Which of these ids are of conversations of these contacts, or of messages in one: each with the contact's id. */
  contactsOf(ids: readonly string[], contactIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Some closed conversations of these contacts; empty = there are none. */
  someClosedOf(contactIds: readonly string[]): Promise<string[]>
  /** Some messages of a conversation that are not erased yet, with their former texts. */
  notErased(conversationId: string): Promise<Message[]>
  /** Erases what these messages say; throws Retryable while one has unpublished events or has just changed. */
  eraseMessages(messages: readonly Message[]): Promise<void>
}

interface Collections {
  conversations: Collection<ConversationDocument>
  messages: Collection<MessageDocument>
}

/** Their events together fit into one broker message. */
const AT_ONCE = 200

export const openErasing = ({ conversations, messages }: Collections): Erasing => ({
  async contactsOf(ids, contactIds) {
    const among = { _id: { $in: [...ids] } }
    const said = (await storageCall(() =>
      messages.find(among, { projection: { conversationId: 1 } }).toArray()
    )) as unknown as MessageDocument[]
    const all = [...ids, ...said.map(({ conversationId }) => conversationId)]
    const theirs = { _id: { $in: all }, 'contact.id': { $in: [...contactIds] } }
    const found = (await storageCall(() =>
      ofAny(conversations)
        .find(theirs, { projection: { 'contact.id': 1 } })
        .toArray()
    )) as unknown as ConversationDocument[]
    const contactOf = new Map(found.map(({ _id, contact }) => [_id, contact.id]))
    const ofMessages = said.flatMap(({ _id, conversationId }) => {
      const contactId = contactOf.get(conversationId)
      return contactId === undefined ? [] : [[_id, contactId] as const]
    })
    return new Map([...contactOf, ...ofMessages])
  },
  async someClosedOf(contactIds) {
    const closed = { 'contact.id': { $in: [...contactIds] }, open: false }
    const some = { projection: { _id: 1 }, limit: AT_ONCE } as const
    const found = await storageCall(() => conversations.find(closed, some).toArray())
    return found.map(({ _id }) => _id)
  },
  async notErased(conversationId) {
    const left = { conversationId, 'content.type': { $exists: true, $ne: 'erased' as const } }
    const found = await storageCall(() => messages.find(left as never, { limit: AT_ONCE }).toArray())
    return (found as unknown as MessageDocument[]).map(document => ({
      ...toMessage(document),
      ...(document.formerly && { formerly: document.formerly })
    }))
  },
  async eraseMessages(given) {
    const ids = given.map(({ id }) => id)
    const found = (await storageCall(() =>
      ofAny(messages)
        .find({ _id: { $in: ids } })
        .toArray()
    )) as unknown as MessageDocument[]
    if (found.some(({ outbox }) => outbox.length > 0))
      throw new Retryable('events of a message are still being published')
    const writes = found.map(document => {
      const { _id, version } = document
      return { replaceOne: { filter: { _id, version }, replacement: erasedDocument(document) } }
    })
    const { matchedCount } = await storageCall(() => ofAny(messages).bulkWrite(writes, { ordered: false }))
    if (matchedCount < given.length) throw new Retryable('a message has just changed')
  }
})

function erasedDocument(document: MessageDocument) {
  const { version, departmentId, channelId, sentOn, receivedOn, fact } = document
  const { id: _, version: __, ...left } = erasedMessage(toMessage(document))
  const places = { departmentId, sentOn, receivedOn, ...(channelId && { channelId }), ...(fact && { fact }) }
  return { ...left, ...places, version: version + 1, terms: [], outbox: [] }
}
