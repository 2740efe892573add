import type { DecisionRecord, RoutedConversation } from '@inbox/contracts'
import { eventsOf, type History } from './history.ts'
import { speaksOfConversation, type Version, type Versions } from './versions.ts'

/** A stretch in which a conversation waited at the same place in its department's order. */
export interface Turn {
  conversation: RoutedConversation
  /** When it came to this place, in ms; it is written and published a little later. */
  from: number
  /** Until when it was available: once it is decided whom to offer it to, it waits for nobody else. */
  to: number
  /** The index of the event by which the broker heard of it. */
  toldAs: number
  /** A lower bound, in ms, for when the broker heard of it: events that reached it earlier happened no later. */
  toldAt: number
  /** The automatic offer that ended it. */
  offer?: { agentId: string; decidedAt: number }
}

/** Whether both wait in the same department, and `a` comes first. */
export const isBefore = (a: RoutedConversation, b: RoutedConversation): boolean =>
  a.departmentId === b.departmentId &&
  (b.routing.priority - a.routing.priority || a.enqueuedAt.localeCompare(b.enqueuedAt) || a.id.localeCompare(b.id)) < 0

const isSamePlace = (a: RoutedConversation, b: RoutedConversation): boolean =>
  a.departmentId === b.departmentId && a.enqueuedAt === b.enqueuedAt && a.routing.priority === b.routing.priority

/** The turns of all conversations. */
export function turnsOf(versions: Versions, history: History): Turn[] {
  const decisions = decisionsOf(history)
  const byId = new Map(decisions.map(decision => [decision.id, decision]))
  const decidedAt = Map.groupBy(decisions, ({ conversationId }) => conversationId)
  const told = tellingsOf(history)
  return [...versions].flatMap(([id, of]) =>
    waitsOf(of).map(([first, end]) => {
      const times = (decidedAt.get(id) ?? []).map(timeOf).filter(at => at >= first.at)
      return {
        conversation: first.conversation,
        from: first.at,
        to: Math.min(...times, end?.at ?? Number.POSITIVE_INFINITY),
        ...told.get(`${id} ${first.conversation.version}`)!,
        ...offerOf(end, byId)
      }
    })
  )
}

/** When the broker first heard of each version. */
function tellingsOf({ events }: History): Map<string, Pick<Turn, 'toldAs' | 'toldAt'>> {
  const tellings = new Map<string, Pick<Turn, 'toldAs' | 'toldAt'>>()
  let toldAt = 0
  for (const [toldAs, event] of events.entries()) {
    toldAt = Math.max(toldAt, Date.parse(event.occurredAt))
    const version = `${event.key} ${event.version}`
    if (speaksOfConversation(event) && !tellings.has(version)) tellings.set(version, { toldAs, toldAt })
  }
  return tellings
}

/** The rule of docs/lifecycle.md for offers by distribution. */
const OFFERED_BY_DISTRIBUTION = 'T3'
function offerOf(end: Version | undefined, decisions: ReadonlyMap<string, DecisionRecord>): Pick<Turn, 'offer'> {
  if (end?.transition?.rule !== OFFERED_BY_DISTRIBUTION) return {}
  const { offerId = '', at } = end.transition
  const decidedAt = Date.parse(decisions.get(offerId)?.decidedAt ?? at)
  return { offer: { agentId: end.conversation.offer!.agentId, decidedAt } }
}

/** The first version of each turn, and the one that ended it. */
function waitsOf(of: readonly Version[]): [Version, Version | undefined][] {
  const begins = of.filter(({ conversation }, index) => {
    const before = of[index - 1]?.conversation
    return conversation.status === 'queued' && !(before?.status === 'queued' && isSamePlace(before, conversation))
  })
  return begins.map(first => {
    const end = of
      .slice(of.indexOf(first))
      .find(({ conversation }) => conversation.status !== 'queued' || !isSamePlace(conversation, first.conversation))
    return [first, end]
  })
}

/** Decisions whom to offer conversations to, even if queue then refused the offer, or nobody heard of them. */
const decisionsOf = ({ events, transitions }: History): DecisionRecord[] => [
  ...eventsOf<DecisionRecord>(events, 'offer.decided').map(({ data }) => data),
  ...transitions.flatMap(({ decision }) => decision ?? [])
]

const timeOf = ({ decidedAt }: DecisionRecord): number => Date.parse(decidedAt)
