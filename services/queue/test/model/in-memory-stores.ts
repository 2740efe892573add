import { randomUUID } from 'node:crypto'
import type { Entry } from '@inbox/storage'
import type { AgentState } from '../../src/domain/agent.ts'
import { assigneesOf, type Conversation } from '../../src/domain/conversation.ts'
import type { Agents } from '../../src/store/agents.ts'
import { type ConversationDocument, toConversation, toDocument } from '../../src/store/conversation-document.ts'
import type { Conversations } from '../../src/store/conversations.ts'

const duplicate = (field: string) =>
  Object.assign(new Error(`duplicate ${field}`), { code: 11_000, keyPattern: { [field]: 1 } })

/**
 * The stores as maps, with the unique indexes that the rules rely on. `step` runs before every access, so a scheduler
 * can interleave the accesses of several handlers in any order.
 */
export function inMemoryStores(step: () => Promise<void> = async () => undefined) {
  const documents = new Map<string, ConversationDocument>()
  const agentStates = new Map<string, AgentState>()
  const all = () => [...documents.values()]
  const loaded = (document: ConversationDocument | undefined) =>
    document ? { document, conversation: toConversation(document) } : null

  const assertUnique = (document: ConversationDocument) => {
    for (const other of all()) {
      if (other._id === document._id) continue
      if (document.slots?.some(slot => other.slots?.includes(slot))) throw duplicate('slots')
      const same = other.contact.id === document.contact.id && other.thread?.id === document.thread?.id
      if (document.open && other.open && same) throw duplicate('contact.id')
    }
  }
  const write = (next: Conversation, version: number) => {
    const document = { ...toDocument(next), version, outbox: [] as Entry[] } as unknown as ConversationDocument
    assertUnique(document)
    documents.set(document._id, document)
    return { document, recorded: Promise.resolve() }
  }

  const conversations: Conversations = {
    load: async id => {
      await step()
      return loaded(documents.get(id))
    },
    latestOfContact: async (contactId, threadId) => {
      await step()
      return loaded(
        all()
          .filter(({ contact, thread }) => contact.id === contactId && thread?.id === threadId)
          .at(-1)
      )
    },
    latestAboutAnything: async contactId => {
      await step()
      return loaded(
        all()
          .filter(({ contact }) => contact.id === contactId)
          .at(-1)
      )
    },
    allOpenOf: async contactId => {
      await step()
      return all()
        .filter(({ contact, open }) => open && contact.id === contactId)
        .map(document => loaded(document)!)
    },
    someOf: async () => [],
    continuedIn: async () => [],
    recordPending: async () => undefined,
    insert: async next => {
      await step()
      if (documents.has(next.id)) throw duplicate('_id')
      return write(next, 1)
    },
    commit: async (before, next) => {
      await step()
      const current = documents.get(next.id)
      return current?.version === before.conversation.version ? write(next, current.version + 1) : 'conflict'
    },
    slotsOf: async agentId => {
      await step()
      return all()
        .flatMap(({ slots }) => slots ?? [])
        .filter(slot => slot.startsWith(`${agentId}#`))
    },
    ofAgent: async (agentId, statuses) => {
      await step()
      return all()
        .map(toConversation)
        .filter(each => statuses.includes(each.status) && assigneesOf(each).includes(agentId))
    },
    holders: async () => [],
    withPending: async () => [],
    unservedIn: async () => [],
    isHead: async () => true,
    offersDueBefore: async () => [],
    comingBackBefore: async () => [],
    botsDueBefore: async () => []
  }
  const agents: Agents = {
    get: async id => {
      await step()
      return agentStates.get(id) ?? null
    },
    all: async () => [],
    takeDirectory: async ({ id, limit, departmentIds, active }) => {
      await step()
      agentStates.set(id, { ...agentStates.get(id)!, limit, departmentIds, active })
      return true
    },
    takePresence: async ({ agentId, status, link }) => {
      await step()
      agentStates.set(agentId, { ...agentStates.get(agentId)!, status, link })
      return true
    },
    rememberHeld: async (_agentId, _version, held) => held,
    isAttended: async departmentId => {
      await step()
      return [...agentStates.values()].some(
        agent =>
          agent.departmentIds.includes(departmentId) && agent.status === 'available' && agent.link !== 'disconnected'
      )
    },
    goneBefore: async () => [],
    deactivatedBefore: async () => [],
    countMiss: async () => 0,
    forgiveMisses: async () => undefined
  }
  return { conversations, agents, agentStates, documents, newId: randomUUID }
}
