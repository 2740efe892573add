import type { ActivityPoint } from '@inbox/contracts'
import { Group, Paper, SegmentedControl, Title } from '@mantine/core'
import { useState } from 'react'
import { Loaded } from '../../forms/editor.tsx'
import { useFormat } from '../../i18n/format.ts'
import { Chart } from '../../ui/chart/chart.tsx'
import classes from './board-page.module.css'
import { useMessages } from './messages.ts'
import { type Hours, spans, useActivity } from './use-board.ts'

/** The last hours of some departments taken together. */
export function ActivityChart({ departmentIds }: { departmentIds: readonly string[] }) {
  const t = useMessages()
  const format = useFormat()
  const [hours, setHours] = useState<Hours>('1')
  const activity = useActivity(hours)
  return (
    <Paper className={classes.card} component="section" aria-label={t.lastHours}>
      <Group justify="space-between" className={classes.cardTitle}>
        <Title order={2} fz="md">
          {t.lastHours}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={t.lastHours}
          value={hours}
          onChange={next => setHours(next as Hours)}
          data={(Object.keys(spans) as Hours[]).map(value => ({ value, label: `${value}\u00a0h` }))}
        />
      </Group>
      <div className={classes.chart}>
        <Loaded query={activity}>
          {({ points }) => {
            const steps = [
              ...Map.groupBy(
                points.filter(point => departmentIds.includes(point.departmentId)),
                ({ at }) => at
              )
            ]
            const values = (figure: 'arrived' | 'started' | 'abandoned' | 'waiting') =>
              steps.map(([, here]) => total(here, figure))
            return (
              <Chart
                label={t.lastHours}
                height={230}
                steps={steps.map(([at]) => format.time(at))}
                format={format.number}
                series={[
                  { name: t.waiting, kind: 'area', colour: 3, values: values('waiting') },
                  { name: t.arrived, kind: 'bar', colour: 2, values: values('arrived') },
                  { name: t.started, kind: 'bar', colour: 1, values: values('started') },
                  { name: t.abandoned, kind: 'bar', colour: 4, values: values('abandoned') }
                ]}
              />
            )
          }}
        </Loaded>
      </div>
    </Paper>
  )
}

const total = (points: readonly ActivityPoint[], figure: 'arrived' | 'started' | 'abandoned' | 'waiting') =>
  points.reduce((sum, point) => sum + point[figure], 0)
