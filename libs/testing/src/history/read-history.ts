import type { ConversationSummary, Message } from '@inbox/contracts'
import type { Constellation } from '../constellation/constellation.ts'
import type { Agent } from '../people/agent.ts'
import type { Answer } from '../people/ask.ts'
import { amqpQueuesEmpty, metricsIdle } from '../waiting/probes.ts'
import { settle } from '../waiting/settle.ts'
import type { History } from './violations.ts'
import { parkedIn, type Watch } from './watch-broker.ts'

const TABS = ['queue', 'ongoing', 'myInbox', 'inactives', 'closed']
const AT_ONCE = 8

interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}
interface Monitor {
  departments: { waiting: number; offered: number; ongoing: number; pending: number }[]
  agents: History['agents']
}

/** Resolves when nothing is underway any more: no conversation open, no outbox, no message in the broker. */
export const allQuiet = (
  { urls, stores }: Constellation,
  { supervisor, watching }: { supervisor: Agent; watching: Watch },
  timeoutMs: number
): Promise<void> =>
  settle(
    [
      metricsIdle(...Object.values(urls)),
      amqpQueuesEmpty(stores, { [watching.amqpQueue]: Number.POSITIVE_INFINITY }),
      async function conversationsOpen() {
        const { departments } = (await supervisor.get<Monitor>('/v1/monitor')).body
        return departments.every(
          ({ waiting, offered, ongoing, pending }) => waiting + offered + ongoing + pending === 0
        )
      }
    ],
    { timeoutMs }
  )

/** Reads what a run left behind, over the public API and from the broker; `supervisor` sees everything. */
export async function readHistory(
  { stores }: Constellation,
  { supervisor, watching, accepted }: { supervisor: Agent; watching: Watch; accepted: ReadonlySet<string> }
): Promise<History> {
  const conversations = (
    await Promise.all(TABS.map(tab => everyItem<ConversationSummary>(supervisor, `/v1/conversations?tab=${tab}`)))
  ).flat()
  const waiting = [...conversations]
  const messages: Message[] = []
  const readSome = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop())
      messages.push(...(await everyItem<Message>(supervisor, `/v1/conversations/${next.id}/messages?`)))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, readSome))
  const { agents } = (await supervisor.get<Monitor>('/v1/monitor')).body
  return { accepted, events: await watching.read(), conversations, messages, agents, parked: await parkedIn(stores) }
}

async function everyItem<Item>(reader: Agent, path: string): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = ''
  do {
    const answer: Answer<Page<Item>> = await reader.get<Page<Item>>(
      `${path}&limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
    )
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
    items.push(...answer.body.items)
    cursor = answer.body.nextCursor
  } while (cursor)
  return items
}
