import { getActivity, getConversationReport, getConversationReportCsv } from '@inbox/contracts'
import { answered, type Call, type Route, route } from '@inbox/http'
import { type Clock, ok } from '@inbox/kernel'
import { activityOf } from '../domain/activity.ts'
import { beginningOf, dayAfter } from '../domain/local-day.ts'
import { exported } from '../domain/read-entry.ts'
import { reportOf } from '../domain/report.ts'
import type { Activity } from '../store/activity.ts'
import type { Agents } from '../store/agents.ts'
import type { Departments } from '../store/departments.ts'
import type { Monitor } from '../store/monitor.ts'
import type { Reports } from '../store/reports.ts'
import { type AuditOf, readerOf } from './reads.ts'
import { reportCsv } from './report-csv.ts'

export interface ReportStores {
  reports: Reports
  activity: Activity
  monitor: Monitor
  agents: Agents
  departments: Departments
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** What supervisors ask about the past. */
export function reportRoutes(
  { reports, activity, monitor, agents, departments }: ReportStores,
  { clock, audit }: { clock: Clock; audit: AuditOf }
): Route[] {
  const report = async ({
    from,
    to,
    timeZone,
    by,
    targetSeconds,
    ...only
  }: Call<typeof getConversationReport>['query']) => {
    const [groups, everywhere, everybody] = await Promise.all([
      reports.groups({
        ...only,
        from: beginningOf(from, timeZone),
        until: beginningOf(dayAfter(to), timeZone),
        timeZone,
        by,
        targetMs: targetSeconds * 1000
      }),
      departments.all(),
      agents.all()
    ])
    if (!groups.ok) return groups
    const nameOf = (all: { id: string; name: string }[]) => new Map(all.map(({ id, name }) => [id, name]))
    return ok(reportOf(groups.value, by, { department: nameOf(everywhere), agent: nameOf(everybody) }))
  }
  return [
    route(getConversationReport, ({ query }) => report(query)),
    route(getConversationReportCsv, async ({ query, caller, correlationId }) => {
      const made = await report(query)
      if (!made.ok) return made
      audit(await readerOf(caller, agents), exported(query.from, query.to), { correlationId })
      const headers = { 'Content-Disposition': `attachment; filename="conversations-${query.from}-${query.to}.csv"` }
      return ok(answered(reportCsv(made.value.rows, query.by), { headers }))
    }),
    route(getActivity, async ({ query: { hours, stepMinutes } }) => {
      const stepMs = stepMinutes * MINUTE_MS
      const until = clock.now()
      // aligned to whole steps, so that a moment always falls into the same step
      const since = new Date(Math.floor((until.getTime() - hours * HOUR_MS) / stepMs) * stepMs)
      const [flows, { departments: waiting }] = await Promise.all([activity.flows(since, stepMinutes), monitor.read()])
      const waitingNow = new Map(waiting.map(department => [department.departmentId, department.waiting]))
      return ok({ stepMinutes, points: activityOf(flows, waitingNow, { since, until, stepMs }) })
    })
  ]
}
