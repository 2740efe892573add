import { listStatusLog, listStatusTimes } from '@inbox/contracts'
import { type Route, route } from '@inbox/http'
import { type Clock, ok, reject } from '@inbox/kernel'
import { periodsOf, type Range, timesWithin } from '../domain/status-periods.ts'
import type { StatusLog } from '../store/status-log.ts'

const LONGEST_RANGE_MS = 92 * 86_400_000
const AGENTS_AT_ONCE = 8
const PAGE = 1000

/** What can be asked about the past. */
export function statusRoutes(log: Pick<StatusLog, 'read'>, clock: Clock): Route[] {
  const periods = async (wanted: Parameters<StatusLog['read']>[0]) => {
    const { changes, next } = await log.read(wanted)
    return periodsOf(changes, next, clock.now())
  }
  const periodsWithin = async (agentId: string, { from: since, to: until }: Range) => {
    const all = await periods({ agentId, since, until, limit: PAGE })
    for (let page = all; page.length === PAGE; all.push(...page))
      page = await periods({ agentId, since, until, below: page.at(-1)!.version, limit: PAGE })
    return all
  }
  return [
    route(listStatusLog, async ({ params, query: { limit, cursor, from, to } }) => {
      const [since, until] = [from && new Date(from), to && new Date(to)].map(it => it || undefined)
      const found = await periods({ agentId: params.id, since, until, below: cursor, limit: limit + 1 })
      const items = found.slice(0, limit)
      return ok({ items, nextCursor: found.length > limit ? String(items.at(-1)!.version) : null })
    }),
    route(listStatusTimes, async ({ query }) => {
      const range = { from: new Date(query.from), to: new Date(query.to) }
      const lengthMs = range.to.getTime() - range.from.getTime()
      if (lengthMs <= 0 || lengthMs > LONGEST_RANGE_MS)
        return reject('unprocessable', 'to must lie after from, at most 92 days')
      const timesOf = async (agentId: string) => ({
        agentId,
        times: timesWithin(await periodsWithin(agentId, range), range, clock.now())
      })
      const items = []
      for (let start = 0; start < query.agentIds.length; start += AGENTS_AT_ONCE)
        items.push(...(await Promise.all(query.agentIds.slice(start, start + AGENTS_AT_ONCE).map(timesOf))))
      return ok({ items })
    })
  ]
}
