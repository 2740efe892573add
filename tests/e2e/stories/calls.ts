import type { ConversationSummary } from '@inbox/contracts'
import type { Agent } from '@inbox/simulators'

export interface Page<Item> {
  items: Item[]
}

/** The ids of the conversations that an agent sees in a tab, in order. */
export const idsIn = async (agent: Agent, tab: string) =>
  (await agent.get<Page<ConversationSummary>>(`/v1/conversations?tab=${tab}&limit=200`)).body.items.map(({ id }) => id)
/** The path of a conversation, or of something that belongs to it. */
export const at = (id: string, rest = '') => `/v1/conversations/${id}${rest}`
export const text = (words: string) => ({ type: 'text' as const, text: words })
