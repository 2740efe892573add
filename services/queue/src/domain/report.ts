import type { ReportDimension, ReportFigures, ReportRow } from '@inbox/contracts'

/** Values that can be added up (for averages, their sums). Times in ms. */
export interface Sums {
  arrived: number
  unattended: number
  started: number
  startedInTime: number
  waitedMs: number
  longestWaitMs: number
  answered: number
  respondedMs: number
  longestResponseMs: number
  closed: number
  handledMs: number
  ongoingMs: number
  abandoned: number
  abandonedMs: number
  closedUnserved: number
  offered: number
  missed: number
  billed: number
  rated: number
  stars: number
  botStarted: number
  botSolved: number
  botHandedOver: number
}

export type ReportKey = Partial<Record<ReportDimension, string>>
export interface Group {
  key: ReportKey
  channelName?: string
  sums: Partial<Sums>
}

type Names = Record<'department' | 'agent', ReadonlyMap<string, string>>

const nothing: Sums = {
  arrived: 0,
  unattended: 0,
  started: 0,
  startedInTime: 0,
  waitedMs: 0,
  longestWaitMs: 0,
  answered: 0,
  respondedMs: 0,
  longestResponseMs: 0,
  closed: 0,
  handledMs: 0,
  ongoingMs: 0,
  abandoned: 0,
  abandonedMs: 0,
  closedUnserved: 0,
  offered: 0,
  missed: 0,
  billed: 0,
  rated: 0,
  stars: 0,
  botStarted: 0,
  botSolved: 0,
  botHandedOver: 0
}
const names = Object.keys(nothing) as (keyof Sums)[]

/** Rows in the order of their keys, and the total; several groups may share a key. */
export function reportOf(groups: readonly Group[], by: readonly ReportDimension[], known: Names) {
  const rows = new Map<string, { key: ReportKey; channelName: string | undefined; sums: Sums }>()
  let total = nothing
  for (const { key, channelName, sums } of groups) {
    const place = JSON.stringify(by.map(dimension => key[dimension] ?? ''))
    const row = rows.get(place)
    rows.set(place, {
      key,
      channelName: channelName ?? row?.channelName,
      sums: added(row?.sums ?? nothing, sums)
    })
    total = added(total, sums)
  }
  return {
    rows: [...rows]
      .map(
        ([, { key, channelName, sums }]): ReportRow => ({
          ...labelsOf(key, channelName, known),
          ...figuresOf(sums, by.includes('agent') && key.agent === undefined)
        })
      )
      .sort((a, b) => compared(orderOf(a, by), orderOf(b, by))),
    total: figuresOf(total)
  }
}

const added = (sums: Sums, more: Partial<Sums>): Sums =>
  Object.fromEntries(
    names.map(name => [
      name,
      name.startsWith('longest') ? Math.max(sums[name], more[name] ?? 0) : sums[name] + (more[name] ?? 0)
    ])
  ) as unknown as Sums

/** By agent, the nobody row has all who gave up and none who were started, so a share would be meaningless there. */
function figuresOf(sums: Sums, isNobody = false): ReportFigures {
  const { arrived, unattended, started, startedInTime, answered, closed, abandoned, offered, missed } = sums
  const waitsEnded = started + abandoned
  const share = (part: number) => (waitsEnded > 0 && !isNobody ? part / waitsEnded : undefined)
  const average = (sum: number, count: number) => (count > 0 ? Math.round(sum / count) : undefined)
  const figures = {
    arrived,
    unattended,
    started,
    startedInTime,
    serviceLevel: share(startedInTime),
    waitMs: average(sums.waitedMs, started),
    longestWaitMs: started > 0 ? sums.longestWaitMs : undefined,
    answered,
    firstResponseMs: average(sums.respondedMs, answered),
    longestFirstResponseMs: answered > 0 ? sums.longestResponseMs : undefined,
    closed,
    handlingMs: average(sums.handledMs, closed),
    ongoingMs: sums.ongoingMs,
    abandoned,
    abandonedAfterMs: average(sums.abandonedMs, abandoned),
    abandonmentRate: share(abandoned),
    closedUnserved: sums.closedUnserved,
    offered,
    missed,
    billed: sums.billed,
    rated: sums.rated,
    rating: sums.rated > 0 ? Math.round((sums.stars / sums.rated) * 100) / 100 : undefined,
    botStarted: sums.botStarted,
    botSolved: sums.botSolved,
    botHandedOver: sums.botHandedOver
  }
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)) as ReportFigures
}

function labelsOf(
  { day, department, agent, channel, reason }: ReportKey,
  channelName: string | undefined,
  known: Names
) {
  const called = {
    department: department && known.department.get(department),
    agent: agent && known.agent.get(agent),
    channel: channel && channelName
  }
  return {
    ...(day && { day }),
    ...(department && { departmentId: department }),
    ...(agent && { agentId: agent }),
    ...(channel && { channelId: channel }),
    ...(reason && { reason }),
    names: Object.fromEntries(Object.entries(called).filter(([, name]) => name))
  }
}

/** Orders days by date and everything else by name; rows of nobody come last. */
const orderOf = (row: ReportRow, by: readonly ReportDimension[]): string[] =>
  by.map(
    dimension => (dimension === 'day' || dimension === 'reason' ? row[dimension] : row.names[dimension]) ?? '\uffff'
  )

function compared(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of a.entries()) {
    const order = part.localeCompare(b[index] ?? '')
    if (order !== 0) return order
  }
  return 0
}
