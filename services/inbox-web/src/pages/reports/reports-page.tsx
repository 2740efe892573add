import { getConversationReport, getConversationReportCsv, type ReportDimension } from '@inbox/contracts'
import { Button, Group, Select, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChannels, useDepartments } from '../../api/directory.ts'
import { Loaded } from '../../forms/editor.tsx'
import { serverNow } from '../../state/server-clock.ts'
import { saveFile } from '../../ui/save-file.ts'
import { useMessages } from './messages.ts'
import { dateIn, daysUpTo, type PeriodName } from './period.ts'
import { ReportCharts } from './report-charts.tsx'
import { ReportTable } from './report-table.tsx'
import classes from './reports-page.module.css'

const { timeZone } = Intl.DateTimeFormat().resolvedOptions()

/** What happened in a period, added up by day, department, agent or channel. */
export default function ReportsPage() {
  const t = useMessages()
  const [period, setPeriod] = useState<PeriodName>('week')
  const [days, setDays] = useState(daysUpTo('week', dateIn(timeZone, new Date(serverNow()))))
  const [by, setBy] = useState<ReportDimension>('day')
  const [departmentId, setDepartmentId] = useState('')
  const [channelId, setChannelId] = useState('')
  const query = {
    ...days,
    timeZone,
    by,
    targetSeconds: 60,
    ...(departmentId && { departmentId }),
    ...(channelId && { channelId })
  }
  const report = useQuery({
    queryKey: ['report', query],
    queryFn: () => call(getConversationReport, { query }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    enabled: days.from !== '' && days.to !== '' && days.from <= days.to
  })
  const choosePeriod = (name: PeriodName) => {
    setPeriod(name)
    if (name !== 'own') setDays(daysUpTo(name, dateIn(timeZone, new Date(serverNow()))))
  }
  const departments = useDepartments()
  const channels = useChannels().data ?? new Map()
  return (
    <div className={classes.page}>
      <Group justify="space-between">
        <Title order={1} fz="h2" lts="-0.015em">
          {t.title}
        </Title>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() => void download(query).catch(() => notifications.show({ color: 'red', message: t.csvFailed }))}
        >
          {t.csv}
        </Button>
      </Group>
      <Group gap="sm" align="end">
        <Choice label={t.period} value={period} onChange={choosePeriod} options={Object.entries(t.periods)} />
        {period === 'own' && <Days days={days} onChange={setDays} />}
        <Choice label={t.by} value={by} onChange={setBy} options={Object.entries(t.dimensions)} />
        <Choice
          label={t.department}
          value={departmentId}
          onChange={setDepartmentId}
          options={[['', t.anything], ...[...departments.values()].map(({ id, name }) => [id, name] as const)]}
        />
        <Choice
          label={t.channel}
          value={channelId}
          onChange={setChannelId}
          options={[['', t.anything], ...[...channels.values()].map(({ id, name }) => [id, name] as const)]}
        />
      </Group>
      <Loaded query={report}>
        {({ rows: all, total }) => {
          // conversations that were not closed have no close reason
          const rows = by === 'reason' ? all.filter(({ reason }) => reason !== undefined) : all
          return (
            <>
              <ReportCharts rows={rows} by={by} days={days} />
              <ReportTable rows={rows} total={total} by={by} />
            </>
          )
        }}
      </Loaded>
    </div>
  )
}

interface ChoiceProps<Value extends string> {
  label: string
  value: Value
  onChange: (next: Value) => void
  options: readonly (readonly [string, string])[]
}

function Choice<Value extends string>({ label, value, onChange, options }: ChoiceProps<Value>) {
  return (
    <Select
      label={label}
      data={options.map(([each, name]) => ({ value: each, label: name }))}
      value={value}
      onChange={next => onChange((next ?? '') as Value)}
      allowDeselect={false}
      w={168}
    />
  )
}

interface DaysProps {
  days: { from: string; to: string }
  onChange: (next: { from: string; to: string }) => void
}

function Days({ days, onChange }: DaysProps) {
  const t = useMessages()
  return (
    <>
      <TextInput
        type="date"
        label={t.from}
        value={days.from}
        max={days.to}
        onChange={event => onChange({ ...days, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t.to}
        value={days.to}
        min={days.from}
        onChange={event => onChange({ ...days, to: event.currentTarget.value })}
      />
    </>
  )
}

/** Downloads the table as a file. */
async function download(query: { from: string; to: string; by: string }): Promise<void> {
  const csv = await call(getConversationReportCsv, { query })
  saveFile(new Blob([csv], { type: 'text/csv' }), `conversations-${query.from}-${query.to}-${query.by}.csv`)
}
