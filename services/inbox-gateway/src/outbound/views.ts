import {
  type ConversationSummary,
  getConversation,
  getConversationsById,
  listConversations,
  type ServerEvents
} from '@inbox/contracts'
import type { User } from '@inbox/http'
import { type Rejection, type Result, unwrap } from '@inbox/kernel'
import { maySee, maySeePresence } from '../domain/visibility.ts'
import type { Agents } from './agents.ts'
import type { Owners } from './owners.ts'

type Tabs = ServerEvents['snapshot']['tabs']

/** What a user sees, read from the owning services on the user's behalf. Throws Retryable while these are away. */
export interface Views {
  snapshot(user: User): Promise<ServerEvents['snapshot']>
  /** What is new or changed for a client that knows these versions, and which conversations are no longer visible. */
  since(
    user: User,
    versions: Readonly<Record<string, number>>
  ): Promise<{ conversations: ConversationSummary[]; removed: string[] }>
  /** Which of these no longer exist or belong to an erased contact, regardless of who may see them. */
  gone(ids: readonly string[]): Promise<string[]>
  conversation(user: User, id: string): Promise<Result<ConversationSummary, Rejection>>
}

/** As many ids of 36 characters as fit in a URL that every server accepts. */
const IDS_PER_CALL = 150

export function createViews({ queue }: Pick<Owners, 'queue'>, agents: Agents): Views {
  const tabOf = async (actor: User, tab: keyof Tabs) =>
    unwrap(await queue.call(listConversations, { query: { tab }, actor }))
  const tabsOf = async (user: User): Promise<Tabs> => {
    const [waiting, ongoing, myInbox, inactives] = await Promise.all([
      tabOf(user, 'queue'),
      tabOf(user, 'ongoing'),
      tabOf(user, 'myInbox'),
      tabOf(user, 'inactives')
    ])
    return { queue: waiting, ongoing, myInbox, inactives }
  }
  const byIds = async (actor: User, ids: readonly string[]) => {
    const calls = chunks(ids, IDS_PER_CALL).map(async some =>
      unwrap(await queue.call(getConversationsById, { query: { ids: some.join(',') }, actor }))
    )
    const answers = await Promise.all(calls)
    return answers.flatMap(({ items }) => items).filter(conversation => maySee(actor, conversation))
  }

  return {
    async snapshot(user) {
      const tabs = await tabsOf(user)
      const colleagues = [...agents.presences()].filter(({ agentId }) =>
        maySeePresence(user, agentId, agents.get(agentId))
      )
      const own = agents.presence(user.id)
      return { tabs, ...(own && { presence: own }), colleagues, at: new Date().toISOString() }
    },
    async since(user, versions) {
      const ids = Object.keys(versions)
      const [known, tabs] = await Promise.all([byIds(user, ids), tabsOf(user)])
      const visible = new Map(known.map(each => [each.id, each]))
      const listed = Object.values(tabs).flatMap(({ items }) => items)
      const all = new Map([...known, ...listed].map(each => [each.id, each]))
      return {
        conversations: [...all.values()].filter(({ id, version }) => version > (versions[id] ?? -1)),
        removed: ids.filter(id => !visible.has(id))
      }
    },
    async gone(ids) {
      const calls = chunks(ids, IDS_PER_CALL).map(async some =>
        unwrap(await queue.call(getConversationsById, { query: { ids: some.join(',') } }))
      )
      const found = (await Promise.all(calls)).flatMap(({ items }) => items)
      const left = new Set(found.filter(({ contact }) => contact.erasedAt === undefined).map(({ id }) => id))
      return ids.filter(id => !left.has(id))
    },
    conversation: (actor, id) => queue.call(getConversation, { params: { id }, actor })
  }
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size))
