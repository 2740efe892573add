import type { Agent, Department, Presence } from '@inbox/contracts'
import { openingAt } from '@inbox/kernel'
import type { Databases } from '../databases.ts'
import type { Finding } from './findings.ts'
import { read, readByIds } from './read.ts'

/** What decides the turn of a waiting conversation. */
interface Waiting {
  _id: string
  departmentId: string
  statusSince: Date
  waitingSince?: Date
  enqueuedAt: Date
  priority: number
  ownPriority?: number
  offerNumber: number
  excludedAgentIds: readonly string[]
  preferredAgentId?: string
  lastAgentId?: string
  botsTurn?: true
  absorbed?: readonly string[]
}
/** An agent as queue knows them. */
type Known = Pick<Agent, 'active' | 'limit' | 'departmentIds'> &
  Pick<Presence, 'status' | 'link'> & { _id: string; bot?: object; presenceAt?: Date }
type Distributing = Pick<Department, 'distribution' | 'hours'> & { _id: string }
interface Decided {
  conversationId: string
  departmentId: string
  chosenAgentId: string
  decidedAt: Date
}
/** The conversation offered. */
type Chosen = Pick<Waiting, '_id' | 'departmentId' | 'ownPriority' | 'priority' | 'enqueuedAt'>

// a day has many of both, and complete documents are large
const DECIDED = ['conversationId', 'departmentId', 'chosenAgentId', 'decidedAt']
const CHOSEN = ['departmentId', 'ownPriority', 'priority', 'enqueuedAt']

/** Normally everything happens within a second; the margin is for what is still in flight in a live system. */
const LONG_MS = 30_000
const agentOfSlot = (slot: string) => slot.slice(0, slot.lastIndexOf('#'))
const inTurn = (a: Waiting, b: Waiting) =>
  b.priority - a.priority || a.enqueuedAt.getTime() - b.enqueuedAt.getTime() || (a._id < b._id ? -1 : 1)
const about = (rule: string, id: string, finding: string): Finding => ({
  ...{ rule, database: 'queue', collection: 'conversations', id, finding }
})

/** I5: in a department with automatic distribution, the first conversation that an agent could have had for long. */
function waitsInVain(
  waiting: readonly Waiting[],
  departments: readonly Distributing[],
  agents: readonly Known[],
  slots: readonly string[],
  now: Date
): Finding[] {
  const before = now.getTime() - LONG_MS
  const load = Map.groupBy(slots, agentOfSlot)
  const free = agents.filter(
    ({ _id, active, bot, limit, status, link, presenceAt }) =>
      active &&
      !bot &&
      status === 'available' &&
      link === 'connected' &&
      (load.get(_id)?.length ?? 0) < limit &&
      (presenceAt?.getTime() ?? 0) < before
  )
  return departments.flatMap(({ _id: departmentId, distribution, hours }) => {
    if (distribution.mode !== 'automatic' || (hours && !openingAt(hours, now).open)) return []
    const patienceMs = distribution.preferredPatienceSeconds * 1000
    const members = free.filter(({ departmentIds }) => departmentIds.includes(departmentId))
    const couldHave = (it: Waiting) =>
      it.statusSince.getTime() < before && (it.waitingSince ?? it.enqueuedAt).getTime() + patienceMs < before
        ? members.find(({ _id }) => !it.excludedAgentIds.includes(_id))
        : undefined
    const first = waiting
      .filter(it => it.departmentId === departmentId && !it.botsTurn)
      .toSorted(inTurn)
      .find(couldHave)
    return first ? [about('I5', first._id, `waits although agent ${couldHave(first)!._id} is eligible`)] : []
  })
}

/**
 * I4: a conversation was passed over for a later one. Only those never offered and without a preferred agent are
 * judged: for others it is no longer known which agents they could not have then.
 */
function passedOver(
  waiting: readonly Waiting[],
  decided: readonly (Decided & { conversation: Chosen })[],
  agents: readonly Known[]
): Finding[] {
  const people = new Set(agents.filter(({ bot }) => !bot).map(({ _id }) => _id))
  const judged = waiting.filter(
    ({ offerNumber, preferredAgentId, lastAgentId, botsTurn, ownPriority, absorbed }) =>
      offerNumber === 1 && !preferredAgentId && !lastAgentId && !botsTurn && !ownPriority && !absorbed
  )
  return judged.flatMap(one => {
    const since = Math.max(one.statusSince.getTime(), one.waitingSince?.getTime() ?? 0) + LONG_MS
    const other = decided.find(
      ({ departmentId, chosenAgentId, decidedAt, conversation }) =>
        departmentId === one.departmentId &&
        conversation.departmentId === departmentId &&
        people.has(chosenAgentId) &&
        decidedAt.getTime() > since &&
        !conversation.ownPriority &&
        conversation.priority === one.priority &&
        conversation.enqueuedAt > one.enqueuedAt
    )
    return other ? [about('I4', one._id, `was passed over for ${other.conversationId}, which arrived later`)] : []
  })
}

export async function findWaits(databases: Databases, now: Date, since: Date): Promise<Finding[]> {
  const queue = await databases.get('queue')
  const [waiting, departments, agents, holding, decisions] = await Promise.all([
    read<Waiting>(queue, 'conversations', { status: 'queued' }),
    read<Distributing>(queue, 'departments', {}),
    read<Known>(queue, 'agents', {}),
    read<{ slots: string[] }>(queue, 'conversations', { slots: { $exists: true } }, ['slots']),
    read<Decided>(await databases.get('distribution'), 'decisions', { decidedAt: { $gte: since } }, DECIDED)
  ])
  const ids = decisions.map(({ conversationId }) => conversationId)
  const chosen = await readByIds<Chosen>(queue, 'conversations', ids, CHOSEN)
  const byId = new Map(chosen.map(conversation => [conversation._id, conversation]))
  const decided = decisions.flatMap(decision => {
    const conversation = byId.get(decision.conversationId)
    return conversation ? [{ ...decision, conversation }] : []
  })
  const slots = holding.flatMap(each => each.slots)
  return [...waitsInVain(waiting, departments, agents, slots, now), ...passedOver(waiting, decided, agents)]
}
