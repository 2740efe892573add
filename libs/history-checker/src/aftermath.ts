import { waitsInVain } from './check-order.ts'
import type { History } from './history.ts'
import { versionsOf } from './versions.ts'

/** How soon all was as before, in ms after the end of a fault. */
export interface Aftermath {
  /** Until the next offer after the end. */
  nextOfferMs: number
  /** Until everything was closed that had been accepted before the end. */
  backlogServedMs: number
  /** How many messages these were, of those not closed by then. */
  backlog: number
  /** The longest time in which a conversation waited after the end although somebody was free. */
  longestWaitInVainMs: number
}

/** `endedAt` in ms since 1970; `before`: the ids of the messages that had been accepted by then. */
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
