import { getMatcher, getWaitingReason, listDecisions } from '@inbox/contracts'
import { type Route, route } from '@inbox/http'
import { ok } from '@inbox/kernel'
import type { Memory } from '../application/memory.ts'
import type { Decisions } from '../store/decisions.ts'

/** What can be asked of distribution; of any process. */
export const routes = (memory: Memory, decisions: Decisions): Route[] => [
  route(listDecisions, async ({ query }) => {
    const items = await decisions.page(query.conversationId, query.limit, query.cursor)
    return ok({ items, nextCursor: items.length === query.limit ? items.at(-1)!.id : null })
  }),
  route(getWaitingReason, async ({ params }) => memory.explain(params.id)),
  route(getMatcher, async () => {
    const { leads, ready, picture } = memory
    const waiting = [...picture.departments.values()].reduce((sum, each) => sum + each.waiting.size, 0)
    return ok({ active: leads, ready, waiting, agents: picture.agents.size })
  })
]
