import { type ConversationSummary, getConversation, listConversations, type ServerEvents } from '@inbox/contracts'
import { call } from '../api/call.ts'
import { Refusal } from '../api/refusal.ts'
import type { LiveTab } from './tabs.ts'

type Snapshot = Pick<ServerEvents['snapshot'], 'tabs' | 'colleagues'>
/** What the server says about known conversations: their current state, or that they may no longer be seen. */
interface Settled {
  conversations: ConversationSummary[]
  removed: string[]
}

/** The rest is asked for next time. */
const MAX_ASKED = 10

/** What a socket's snapshot contains, without presences. */
export async function readSnapshot(): Promise<Snapshot> {
  const read = (tab: LiveTab) => call(listConversations, { query: { tab } })
  const [queue, ongoing, myInbox, inactives] = await Promise.all([
    read('queue'),
    read('ongoing'),
    read('myInbox'),
    read('inactives')
  ])
  return { tabs: { queue, ongoing, myInbox, inactives }, colleagues: [] }
}

/** What a socket answers to `resume`, for a few conversations. */
export async function readSettled(versions: Readonly<Record<string, number>>): Promise<Settled> {
  const settled: Settled = { conversations: [], removed: [] }
  const settle = async (id: string) => {
    try {
      settled.conversations.push(await call(getConversation, { params: { id } }))
    } catch (error) {
      if (!(error instanceof Refusal && [403, 404].includes(error.status))) throw error
      settled.removed.push(id)
    }
  }
  await Promise.all(Object.keys(versions).slice(0, MAX_ASKED).map(settle))
  return settled
}
