import { waitsInVain } from './check-order.ts'
import type { History } from './history.ts'
import { versionsOf } from './versions.ts'

/** How soon things were back to normal, in ms after the end of a fault. */
export interface Aftermath {
  /** Time until the next offer. */
  nextOfferMs: number
  /** Time until every conversation with a message accepted before the end was closed. */
  backlogServedMs: number
  /** How many of these messages were in conversations that closed only after the end, or not at all. */
  backlog: number
  /** The longest time that a conversation waited after the end although somebody was free. */
  longestWaitInVainMs: number
}

/** `endedAt` in ms since 1970; `before`: the ids of the messages accepted by then. */
export function aftermathOf(history: History, endedAt: number, before: ReadonlySet<string>): Aftermath {
  const versions = versionsOf(history.events)
  const all = [...versions.values()].flat()
  const timesOf = (status: string) => all.filter(({ conversation }) => conversation.status === status)
  const closedAt = new Map(timesOf('closed').map(({ conversation, at }) => [conversation.id, at]))
  const backlog = history.messages
    .filter(({ _id }) => before.has(_id))
    .map(({ conversationId }) => (closedAt.get(conversationId) ?? history.readAt) - endedAt)
    .filter(ms => ms > 0)
  const offers = timesOf('offered').flatMap(({ at }) => (at > endedAt ? [at - endedAt] : []))
  const waits = waitsInVain(versions, { ...history, rules: { ...history.rules, slackMs: 0 } })
  return {
    nextOfferMs: Math.min(...offers),
    backlogServedMs: Math.max(0, ...backlog),
    backlog: backlog.length,
    longestWaitInVainMs: Math.max(0, ...waits.map(({ from, to }) => to - Math.max(from, endedAt)))
  }
}
