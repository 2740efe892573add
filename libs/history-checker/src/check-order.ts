import type { Agent, Department, RoutedConversation } from '@inbox/contracts'
import { presenceOf } from './check-presence.ts'
import { eventsOf, type History, type Rules } from './history.ts'
import { common, lengthOf, roomBelow, type Span } from './spans.ts'
import { isBefore, type Turn, turnsOf } from './turns.ts'
import { holdersOf, spansOf, type Versions } from './versions.ts'

/** What I5 promises. Runs get `slackMs` on top, as they are on loaded machines. */
const PROMISED_MS = 1000
/** Events that two processes publish within this time may reach two listeners in different orders. */
const PUBLISHERS_APART_MS = 200
/** The rule of docs/lifecycle.md that moves a conversation to another department, and to another place in line. */
const MOVED_TO_DEPARTMENT = 'T21'

/** I10: a conversation that returns to the queue, or passes through it, keeps its place. */
export const placesKept = (versions: Versions): string[] =>
  [...versions.values()].flatMap(of =>
    of.slice(1).flatMap(({ conversation: after, transition }, index) => {
      const before = of[index]!.conversation
      const isWaiting = after.status === 'queued' || after.status === 'offered'
      const kept = after.enqueuedAt === before.enqueuedAt && (!isWaiting || ahead(after) >= ahead(before))
      return kept || transition?.rule === MOVED_TO_DEPARTMENT
        ? []
        : [`I10: conversation ${after.id} lost its place in the queue by ${transition?.rule ?? 'nothing'}`]
    })
  )

/** Its priority over all others, apart from the priority that somebody set for it. */
const ahead = ({ routing, ownPriority = 0 }: RoutedConversation) => routing.priority - ownPriority

/** A stretch in which a conversation waited in the same department under the same conditions. */
interface Waiting extends Span {
  conversation: RoutedConversation
}

function waitingOf(versions: Versions, slackMs: number): Waiting[] {
  return [...versions.entries()].flatMap(([id, of]) =>
    of
      .map(({ conversation }) => conversation)
      .filter(({ status }) => status === 'queued')
      .flatMap(conversation =>
        spansOf(new Map([[id, of]]), it => (it.version === conversation.version ? [id] : []), 'certainly', slackMs).map(
          span => ({ ...span, conversation })
        )
      )
  )
}

/** Whether only a lack of capacity can keep the agent from getting the conversation. */
const isFor = ({ routing }: RoutedConversation, agentId: string) =>
  !routing.excludedAgentIds.includes(agentId) &&
  (routing.preferredAgentId ?? routing.lastAgentId ?? agentId) === agentId

/** I4: an automatic offer goes to a member, and skips no conversation that comes before the offered one. */
export function offersInTurn(versions: Versions, history: History): string[] {
  const members = new Map(history.agents.map(({ _id, departmentIds }) => [_id, departmentIds]))
  const turns = turnsOf(versions, history)
  return turns.flatMap(({ offer, ...turn }) => {
    if (!offer) return []
    const { id, departmentId } = turn.conversation
    const { agentId, decidedAt } = offer
    const isStranger = isSteady(history, agentId) && !members.get(agentId)?.includes(departmentId)
    const passed = turns.filter(
      other =>
        isBefore(other.conversation, turn.conversation) &&
        isFor(other.conversation, agentId) &&
        isKnownToWait(other, decidedAt, turn, history.rules)
    )
    return [
      ...(isStranger ? [`I4: conversation ${id} was offered to ${agentId}, who is no member of ${departmentId}`] : []),
      ...passed.map(
        other =>
          `I4: conversation ${other.conversation.id} was passed over for ${id}, offered to ${agentId}: ` +
          `they waited for ${decidedAt - other.from} and ${decidedAt - turn.from} ms, ${servedAfter(other, decidedAt)}`
      )
    ]
  })
}

/** Soon after means the matcher heard of it late; long after, or never, means it knew and chose wrongly. */
const servedAfter = ({ to }: Turn, at: number) =>
  Number.isFinite(to) ? `and its own turn came ${to - at} ms later` : 'and its own turn never came'

/**
 * Whether a conversation was waiting and the matcher knew: the broker had its event before that of the chosen one, or
 * so long ago that nothing excuses it.
 */
function isKnownToWait(other: Turn, at: number, chosen: Pick<Turn, 'toldAs'>, { slackMs }: Rules): boolean {
  const knownAt = other.toldAs < chosen.toldAs ? other.toldAt + PUBLISHERS_APART_MS : other.from + PROMISED_MS + slackMs
  return knownAt <= at && at < other.to
}

/** I5: while a conversation waits and an agent could take it, an offer is made within a second. */
export const nobodyWaitsInVain = (versions: Versions, history: History): string[] =>
  waitsInVain(versions, history)
    .filter(wait => lengthOf(wait) > PROMISED_MS + history.rules.slackMs)
    .map(wait => `I5: conversation ${wait.of} waited for ${lengthOf(wait)} ms while ${wait.agentId} could have had it`)

/** The times, however short, in which a conversation waited although somebody could have taken it. */
export function waitsInVain(versions: Versions, history: History): (Span & { agentId: string })[] {
  const { slackMs } = history.rules
  const held = Map.groupBy(spansOf(versions, holdersOf, 'possibly', slackMs), ({ of }) => of)
  const there = presenceOf(history).filter(
    ({ presence }) => presence.link === 'connected' && presence.status === 'available'
  )
  const waiting = waitingOf(versions, slackMs).filter(({ conversation }) =>
    isAutomatic(history, conversation.departmentId)
  )
  return history.agents
    .filter(({ _id }) => isSteady(history, _id))
    .flatMap(({ _id: agentId, limit, departmentIds }) => {
      const eligible = common(
        there.filter(({ of }) => of === agentId).map(({ from, to }) => ({ from, to: Math.min(to, history.readAt) })),
        roomBelow(limit, held.get(agentId) ?? [])
      )
      return waiting
        .filter(({ conversation }) => departmentIds.includes(conversation.departmentId) && isFor(conversation, agentId))
        .flatMap(span => common([span], eligible).map(both => ({ ...both, of: span.of, agentId })))
    })
}

/** Whether the agent's limit and departments never changed. */
function isSteady({ agents, events }: History, agentId: string): boolean {
  const now = agents.find(({ _id }) => _id === agentId)
  const changes = eventsOf<{ agent: Agent }>(events, 'directory.agent.changed').filter(({ key }) => key === agentId)
  return changes.every(
    ({ data: { agent } }) =>
      agent.active && agent.limit === now?.limit && agent.departmentIds.join() === now?.departmentIds.join()
  )
}

/** Whether the department always distributed automatically, without hours in which it does not. */
function isAutomatic({ departments, events }: History, departmentId: string): boolean {
  const now = departments.find(({ _id }) => _id === departmentId)
  const changes = eventsOf<{ department: Department }>(events, 'directory.department.changed')
    .filter(({ key }) => key === departmentId)
    .map(({ data }) => data.department)
  const known = [...changes, ...(now ? [now] : [])]
  return known.length > 0 && known.every(({ distribution, hours }) => distribution.mode === 'automatic' && !hours)
}
