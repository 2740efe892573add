import { getWaitingReason, listDecisions } from '@inbox/contracts'
import { type Route, route } from '@inbox/http'
import { ok, Retryable } from '@inbox/kernel'
import type { Turn } from '../application/turn.ts'
import type { Decisions } from '../store/decisions.ts'

/** What can be asked of distribution. */
export const routes = (turn: Turn, decisions: Decisions): Route[] => [
  route(listDecisions, async ({ query }) => {
    const items = await decisions.page(query.conversationId, query.limit, query.cursor)
    return ok({ items, nextCursor: items.length === query.limit ? items.at(-1)!.id : null })
  }),
  route(getWaitingReason, async ({ params }) => {
    const term = turn.current()
    if (!term) throw new Retryable('another process is the active matcher')
    return term.explain(params.id)
  })
]
