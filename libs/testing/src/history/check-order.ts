import type { Agent, Department, RoutedConversation } from '@inbox/contracts'
import { presenceOf } from './check-presence.ts'
import { eventsOf, type History } from './history.ts'
import { common, lengthOf, roomBelow, type Span } from './spans.ts'
import { holdersOf, spansOf, stepsOf, type Version, type Versions } from './versions.ts'

const WITHIN_MS = 1000
/** Rules that give a conversation another place. */
const MOVING = ['T21']

/** I10: whatever goes back to the queue, or through it, keeps its place there. */
export const placesKept = (versions: Versions): string[] =>
  [...versions.values()].flatMap(of =>
    of.slice(1).flatMap(({ conversation: after, transition }, index) => {
      const before = of[index]!.conversation
      const isWaiting = after.status === 'queued' || after.status === 'offered'
      const kept = after.enqueuedAt === before.enqueuedAt && (!isWaiting || ahead(after) >= ahead(before))
      return kept || MOVING.includes(transition?.rule ?? '')
        ? []
        : [`I10: conversation ${after.id} lost its place in the queue by ${transition?.rule ?? 'nothing'}`]
    })
  )

/** How far it goes before all others, apart from what somebody set for it. */
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

/** Whether nothing but capacity keeps the agent from getting the conversation. */
const isFor = ({ routing }: RoutedConversation, agentId: string) =>
  !routing.excludedAgentIds.includes(agentId) &&
  (routing.preferredAgentId ?? routing.lastAgentId ?? agentId) === agentId

const isBefore = (a: RoutedConversation, b: RoutedConversation) =>
  (b.routing.priority - a.routing.priority || a.enqueuedAt.localeCompare(b.enqueuedAt) || a.id.localeCompare(b.id)) < 0

/** When each version was first heard of, as a place in the order of arrival. */
function arrivalsOf({ events }: History): Map<string, number> {
  const arrivals = new Map<string, number>()
  for (const [index, { key, version }] of events.entries()) {
    const told = `${key} ${version}`
    if (!arrivals.has(told)) arrivals.set(told, index)
  }
  return arrivals
}

/** The version with which a conversation began to wait for the offer that `version` tells. */
function waitBefore(of: readonly Version[], version: number): number {
  let first = version
  while (of[first - 2]?.conversation.status === 'queued') first -= 1
  return first
}

/**
 * I4: an automatic offer goes to a member, and passes nobody over who had waited for longer, and of whom was told before:
 * when the broker was away, somebody may be told of late.
 */
export function nobodyPassedOver(versions: Versions, history: History): string[] {
  const { slackMs } = history.rules
  const waiting = waitingOf(versions, slackMs)
  const arrivals = arrivalsOf(history)
  const members = new Map(history.agents.map(({ _id, departmentIds }) => [_id, departmentIds]))
  return stepsOf(versions)
    .filter(({ transition }) => transition.rule === 'T3')
    .flatMap(({ conversation, transition, at }) => {
      const { id, departmentId, offer } = conversation
      const agentId = offer!.agentId
      const decidedAt = Date.parse(transition.decision?.decidedAt ?? transition.at)
      const knownAt = arrivals.get(`${id} ${waitBefore(versions.get(id)!, conversation.version)}`)!
      const passed = waiting.filter(
        ({ conversation: other, from, to }) =>
          other.departmentId === departmentId &&
          other.id !== id &&
          arrivals.get(`${other.id} ${other.version}`)! < knownAt &&
          from <= decidedAt - WITHIN_MS &&
          to >= at &&
          isFor(other, agentId) &&
          isBefore(other, conversation)
      )
      return [
        ...(isSteady(history, agentId) && !members.get(agentId)?.includes(departmentId)
          ? [`I4: conversation ${id} was offered to ${agentId}, who is no member of ${departmentId}`]
          : []),
        ...passed.map(other => `I4: conversation ${other.of} was passed over for ${id}, offered to ${agentId}`)
      ]
    })
}

/** I5: while a conversation waits and an agent could get it, an offer comes within a second. */
export function nobodyWaitsInVain(versions: Versions, history: History): string[] {
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
        .flatMap(span => common([span], eligible).map(both => ({ ...both, of: span.of })))
        .filter(both => lengthOf(both) > WITHIN_MS + slackMs)
        .map(both => `I5: conversation ${both.of} waited for ${lengthOf(both)} ms while ${agentId} could have had it`)
    })
}

/** Whether limit and departments were the same all the time. */
function isSteady({ agents, events }: History, agentId: string): boolean {
  const now = agents.find(({ _id }) => _id === agentId)
  const changes = eventsOf<{ agent: Agent }>(events, 'directory.agent.changed').filter(({ key }) => key === agentId)
  return changes.every(
    ({ data: { agent } }) =>
      agent.active && agent.limit === now?.limit && agent.departmentIds.join() === now?.departmentIds.join()
  )
}

/** Whether the department distributed all the time, without hours in which it does not. */
function isAutomatic({ departments, events }: History, departmentId: string): boolean {
  const now = departments.find(({ _id }) => _id === departmentId)
  const changes = eventsOf<{ department: Department }>(events, 'directory.department.changed')
    .filter(({ key }) => key === departmentId)
    .map(({ data }) => data.department)
  const known = [...changes, ...(now ? [now] : [])]
  return known.length > 0 && known.every(({ distribution, hours }) => distribution.mode === 'automatic' && !hours)
}
