import type { Clock } from '@inbox/kernel'
import { periodsOf, type Range, timesWithin } from '../domain/status-periods.ts'
import type { StatusLog, StatusLogQuery } from '../store/status-log.ts'

const PAGE = 1000
const AGENTS_AT_ONCE = 8

type Period = ReturnType<typeof periodsOf>[number]

/** Which statuses agents had, and for how long. */
export interface StatusHistory {
  /** Newest first. */
  periods(wanted: StatusLogQuery): Promise<Period[]>
  timesWithin(
    agentIds: readonly string[],
    range: Range
  ): Promise<{ agentId: string; times: ReturnType<typeof timesWithin> }[]>
}

export function createStatusHistory(log: Pick<StatusLog, 'read'>, clock: Clock): StatusHistory {
  const periods = async (wanted: StatusLogQuery) => {
    const { changes, next } = await log.read(wanted)
    return periodsOf(changes, next, clock.now())
  }
  const periodsWithin = async (agentId: string, { from: since, to: until }: Range) => {
    const all = await periods({ agentId, since, until, limit: PAGE })
    for (let page = all; page.length === PAGE; all.push(...page))
      page = await periods({ agentId, since, until, below: page.at(-1)!.version, limit: PAGE })
    return all
  }
  return {
    periods,
    async timesWithin(agentIds, range) {
      const timesOf = async (agentId: string) => ({
        agentId,
        times: timesWithin(await periodsWithin(agentId, range), range, clock.now())
      })
      const items = []
      for (let start = 0; start < agentIds.length; start += AGENTS_AT_ONCE)
        items.push(...(await Promise.all(agentIds.slice(start, start + AGENTS_AT_ONCE).map(timesOf))))
      return items
    }
  }
}
