import type { ReportDimension, ReportRow } from '@inbox/contracts'
import { Paper, Title } from '@mantine/core'
import { useAgents } from '../../api/directory.ts'
import { useFormat } from '../../i18n/format.ts'
import { useLocale } from '../../i18n/locale.ts'
import { nameWithMark } from '../../ui/bot-mark.tsx'
import { Chart } from '../../ui/chart/chart.tsx'
import { timeTicks } from '../../ui/chart/scale.ts'
import { useMessages } from './messages.ts'
import classes from './reports-page.module.css'

interface Props {
  rows: readonly ReportRow[]
  by: ReportDimension
  days: { from: string; to: string }
}

const volumes = [
  ['arrived', 2],
  ['started', 1],
  ['abandoned', 4]
] as const
const agentVolumes = [
  ['started', 1],
  ['closed', 2],
  ['missed', 4]
] as const
const reasonVolumes = [
  ['closed', 1],
  ['closedUnserved', 3],
  ['abandoned', 4]
] as const
const volumesOf = { day: volumes, department: volumes, channel: volumes, agent: agentVolumes, reason: reasonVolumes }
const times = [
  ['wait', 'waitMs', 3],
  ['firstResponse', 'firstResponseMs', 2],
  ['handling', 'handlingMs', 1]
] as const

/** How many places can be told apart in a chart. */
const MAX_PLACES = 24

/** The rows as two charts: how many, and how long. */
export function ReportCharts({ rows, by, days }: Props) {
  const t = useMessages()
  const format = useFormat()
  // arrivals belong to nobody yet: for agents, show what they did
  const named = rows.filter(row => by === 'reason' || (by !== 'day' && row.names[by]))
  const places = by === 'day' ? everyDay(rows, days) : named.slice(0, MAX_PLACES)
  // by reason only handling applies: waiting and first answers come before a conversation has one
  const timesShown = times.filter(([name]) => by !== 'reason' || name === 'handling')
  const nameOf = useNames(by)
  if (rows.length === 0 || places.length === 0) return null
  const steps = places.map(nameOf)
  const values = (of: (row: Partial<ReportRow>) => number | undefined) => places.map(of)
  return (
    <div className={classes.charts}>
      <Paper className={classes.card} component="section" aria-label={t.volumes}>
        <Title order={2} fz="md" mb={4}>
          {t.volumes}
        </Title>
        <Chart
          label={t.volumes}
          steps={steps}
          format={format.number}
          series={volumesOf[by].map(([figure, colour]) => ({
            name: t[figure],
            kind: 'bar',
            colour,
            values: values(row => row[figure] ?? 0)
          }))}
        />
      </Paper>
      <Paper className={classes.card} component="section" aria-label={t.times}>
        <Title order={2} fz="md" mb={4}>
          {`${t.times} (${t.average})`}
        </Title>
        <Chart
          label={t.times}
          steps={steps}
          format={seconds => format.duration(seconds * 1000)}
          ticks={timeTicks}
          series={timesShown.map(([name, figure, colour]) => ({
            name: t[name],
            kind: by === 'day' ? 'line' : 'bar',
            colour,
            values: values(row => inSeconds(row[figure]))
          }))}
        />
      </Paper>
    </div>
  )
}

const inSeconds = (ms: number | undefined) => (ms === undefined ? undefined : ms / 1000)

/** Adds the days on which nothing happened. */
function everyDay(rows: readonly ReportRow[], { from, to }: Props['days']): Partial<ReportRow>[] {
  const known = new Map(rows.map(row => [row.day, row]))
  const days: Partial<ReportRow>[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    days.push(known.get(day) ?? { day })
  }
  return days
}

/** The labels of rows: short dates for days, names for everything else. */
export function useNames(by: ReportDimension): (row: Partial<ReportRow>) => string {
  const t = useMessages()
  const agents = useAgents()
  const locale = useLocale()
  const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return ({ day, names, reason, agentId }) => {
    if (by === 'day') return day === undefined ? '' : short.format(new Date(`${day}T00:00:00Z`))
    if (by === 'reason') return t.reasons[reason as keyof typeof t.reasons] ?? reason ?? t.nobody
    const name = names?.[by]
    return name === undefined ? t.nobody : nameWithMark({ name, bot: by === 'agent' && agents.get(agentId ?? '')?.bot })
  }
}
