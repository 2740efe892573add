import { listStatusLog, listStatusTimes } from '@inbox/contracts'
import { type Route, route } from '@inbox/http'
import { ok, reject } from '@inbox/kernel'
import type { StatusHistory } from '../application/status-history.ts'

const MAX_RANGE_MS = 92 * 86_400_000

/** What can be asked about the past. */
export const historyRoutes = (history: StatusHistory): Route[] => [
  route(listStatusLog, async ({ params, query: { limit, cursor, from, to } }) => {
    const [since, until] = [from && new Date(from), to && new Date(to)].map(it => it || undefined)
    const found = await history.periods({ agentId: params.id, since, until, below: cursor, limit: limit + 1 })
    const items = found.slice(0, limit)
    return ok({ items, nextCursor: found.length > limit ? String(items.at(-1)!.version) : null })
  }),
  route(listStatusTimes, async ({ query }) => {
    const range = { from: new Date(query.from), to: new Date(query.to) }
    const lengthMs = range.to.getTime() - range.from.getTime()
    if (lengthMs <= 0 || lengthMs > MAX_RANGE_MS)
      return reject('unprocessable', 'to must be after from, by at most 92 days')
    return ok({ items: await history.timesWithin(query.agentIds, range) })
  })
]
