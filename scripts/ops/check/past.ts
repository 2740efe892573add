import type { Message, Transition } from '@inbox/contracts'
import type { AnyDocument, Mongo } from '@inbox/storage'
import type { Databases } from '../databases.ts'
import type { Finding } from './findings.ts'
import { read, readByIds } from './read.ts'

/** Actions are recorded at once, but by clocks that differ slightly. */
const APART_MS = 2000
/** How late queue may hear that an agent was gone who is already back. */
const LATELY_MS = 600_000
/** The rules in docs/lifecycle.md by which a conversation returns to the queue and keeps its place. */
const REQUEUED = ['T7', 'T9', 'T11', 'T14']

type Step = Pick<Transition, 'rule' | 'to' | 'cause' | 'previousAgentId' | 'at'> & { conversationId: string }
/** A state of an agent, and since when presence knew it. */
interface Change {
  agentId: string
  status: string
  link: string
  from: Date
}
interface Conversation {
  _id: string
  contact: { id: string }
  window?: { expiresAt: Date }
}
type Stored = Pick<Message, 'direction' | 'status' | 'providerMessageId' | 'echo' | 'sentAgain'> & {
  _id: string
  conversationId: string
  channelId?: string
  sentOn: Date
  content: { type: string }
}

const conversation = (rule: string, id: string, finding: string): Finding => ({
  ...{ rule, database: 'queue', collection: 'conversations', id, finding }
})
const message = (rule: string, id: string, finding: string): Finding => ({
  ...{ rule, database: 'queue', collection: 'messages', id, finding }
})

/** The changes, oldest first, that are needed to judge what was taken since then. */
async function changesOf(presence: Mongo, agentId: string, since: Date): Promise<Change[]> {
  const begin = new Date(since.getTime() - LATELY_MS)
  const before = await presence
    .collection<AnyDocument>('statusChanges')
    .find({ agentId, from: { $lt: begin } }, { sort: { version: -1 }, limit: 1 })
    .toArray()
  const later = await read<Change>(presence, 'statusChanges', { agentId, from: { $gte: begin } })
  return [...(before as unknown as Change[]), ...later].toSorted((a, b) => a.from.getTime() - b.from.getTime())
}

/** Whether an agent was gone then or shortly before; without a log it cannot be ruled out. `changes`: oldest first. */
export function wasGone(changes: readonly Pick<Change, 'status' | 'link' | 'from'>[], at: number): boolean {
  const until = changes.filter(({ from }) => from.getTime() <= at + APART_MS)
  const before = until.findLastIndex(({ from }) => from.getTime() < at - LATELY_MS)
  const judged = until.slice(Math.max(before, 0))
  return judged.length === 0 || judged.some(({ link, status }) => link === 'disconnected' || status === 'loggedOut')
}

/** I7: work was taken as lost from an agent who, according to presence, was there then and shortly before. */
async function findTakenFromThePresent(databases: Databases, since: Date): Promise<Finding[]> {
  const [queue, presence] = [await databases.get('queue'), await databases.get('presence')]
  const lost = { 'fact.on': { $gte: since }, cause: 'agentLost' }
  const taken = await read<Step>(queue, 'transitions', lost, ['conversationId', 'previousAgentId', 'at'])
  const agentIds = [...new Set(taken.flatMap(({ previousAgentId }) => previousAgentId ?? []))]
  const known = new Map<string, Change[]>()
  for (const agentId of agentIds) known.set(agentId, await changesOf(presence, agentId, since))
  const wasTakenRightly = ({ previousAgentId = '', at }: Step) =>
    wasGone(known.get(previousAgentId) ?? [], Date.parse(at))
  return taken
    .filter(step => !wasTakenRightly(step))
    .map(({ conversationId, previousAgentId }) =>
      conversation('I7', conversationId, `was taken from agent ${previousAgentId}, who was present`)
    )
}

/** I10: a conversation that returned to the queue has the place of that moment instead of its former one. */
async function findLostPlaces(databases: Databases): Promise<Finding[]> {
  const queue = await databases.get('queue')
  const fields = ['enqueuedAt', 'statusSince']
  const waiting = await read<{ _id: string; enqueuedAt: Date; statusSince: Date }>(
    queue,
    'conversations',
    { status: 'queued' },
    fields
  )
  const places = new Map(
    waiting.flatMap(({ _id, enqueuedAt, statusSince }) => (enqueuedAt >= statusSince ? [[_id, enqueuedAt]] : []))
  )
  const requeued = { conversationId: { $in: [...places.keys()] }, rule: { $in: REQUEUED }, to: 'queued' }
  const steps = await read<Step>(queue, 'transitions', requeued, ['conversationId', 'rule', 'at'])
  return steps
    .filter(({ conversationId, at }) => Date.parse(at) === places.get(conversationId)!.getTime())
    .map(({ conversationId, rule }) => conversation('I10', conversationId, `lost its place in the queue by ${rule}`))
}

/**
 * I8: a contact's message is stored twice, or where nobody sees it. I9: an answer was taken after its session window.
 */
async function findMessages(databases: Databases, since: Date): Promise<Finding[]> {
  const queue = await databases.get('queue')
  const fields = ['conversationId', 'direction', 'providerMessageId', 'channelId', 'sentOn', 'echo', 'content.type']
  const messages = await read<Stored>(queue, 'messages', { receivedOn: { $gte: since } }, fields)
  const ids = messages.map(({ conversationId }) => conversationId)
  const conversations = await readByIds<Conversation>(queue, 'conversations', ids, ['contact.id', 'window'])
  const places = new Map(conversations.map(each => [each._id, each]))
  const written = messages.filter(
    ({ direction, providerMessageId, conversationId }) =>
      direction === 'inbound' && providerMessageId !== undefined && places.has(conversationId)
  )
  const copies = Map.groupBy(written, ({ conversationId, channelId, providerMessageId }) =>
    JSON.stringify([places.get(conversationId)!.contact.id, channelId, providerMessageId])
  )
  const late = messages.filter(({ direction, echo, content, sentOn, conversationId }) => {
    const end = places.get(conversationId)?.window?.expiresAt
    return direction === 'outbound' && !echo && content.type !== 'template' && end !== undefined && sentOn >= end
  })
  return [
    ...messages
      .filter(({ conversationId }) => !places.has(conversationId))
      .map(({ _id, conversationId }) =>
        message('I8', _id, `is in conversation ${conversationId}, which does not exist`)
      ),
    ...[...copies.values()].flatMap(([first, ...more]) =>
      more.map(({ _id }) => message('I8', _id, `is already stored as ${first!._id}`))
    ),
    ...late.map(({ _id }) => message('I9', _id, 'was accepted after the end of its session window'))
  ]
}

/** I9: the provider refused an answer, but it is not shown as refused. */
async function findRefusedAsSent(databases: Databases, since: Date): Promise<Finding[]> {
  const [queue, adapters] = [await databases.get('queue'), await databases.get('channel_adapters')]
  const refused = await read<{ payload: { data: { messageId: string } } }>(
    adapters,
    'deliveries',
    { 'ending.kind': 'refused', endedAt: { $gte: since } },
    ['payload.data.messageId']
  )
  const ids = refused.map(({ payload }) => payload.data.messageId)
  // a later receipt is better evidence, and what somebody sent again is another answer
  const shown = { _id: { $in: ids }, status: { $in: ['queued', 'uncertain', 'sent'] }, sentAgain: { $exists: false } }
  const messages = await read<Stored>(queue, 'messages', shown, ['status'])
  return messages.map(({ _id, status }) => message('I9', _id, `was refused but is shown as ${status}`))
}

/** What must not have happened, according to the history since then. */
export async function findPast(databases: Databases, since: Date): Promise<Finding[]> {
  const found = await Promise.all([
    findTakenFromThePresent(databases, since),
    findLostPlaces(databases),
    findMessages(databases, since),
    findRefusedAsSent(databases, since)
  ])
  return found.flat()
}
