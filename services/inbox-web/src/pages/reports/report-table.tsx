import type { ReportDimension, ReportFigures, ReportRow } from '@inbox/contracts'
import { Paper, Table } from '@mantine/core'
import { useFormat } from '../../i18n/format.ts'
import { Nothing } from '../../ui/nothing.tsx'
import { useMessages } from './messages.ts'
import { useNames } from './report-charts.tsx'
import classes from './reports-page.module.css'

interface Props {
  rows: readonly ReportRow[]
  total: ReportFigures
  by: ReportDimension
}

export function ReportTable({ rows, total, by }: Props) {
  const t = useMessages()
  const nameOf = useNames(by)
  const columns = useColumns()
  if (rows.length === 0) return <Nothing>{t.nothing}</Nothing>
  return (
    <Paper className={classes.table}>
      <Table.ScrollContainer minWidth={1080} type="native">
        <Table verticalSpacing="xs" horizontalSpacing="sm" stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.dimensions[by]}</Table.Th>
              {columns.map(({ title, hint }) => (
                <Table.Th key={title} className={classes.number} title={hint}>
                  {title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(row => (
              <Table.Tr key={row.day ?? row.departmentId ?? row.agentId ?? row.channelId ?? ''}>
                <Table.Th scope="row" fw={500} style={{ whiteSpace: 'nowrap' }}>
                  {nameOf(row)}
                </Table.Th>
                <Figures figures={row} />
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr className={classes.total}>
              <Table.Th scope="row">{t.total}</Table.Th>
              <Figures figures={total} />
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function Figures({ figures }: { figures: ReportFigures }) {
  return useColumns().map(({ title, of }) => {
    const text = of(figures)
    return (
      <Table.Td key={title} className={classes.number} data-zero={text === '0' || text === '–'}>
        {text}
      </Table.Td>
    )
  })
}

interface Column {
  title: string
  hint?: string
  of: (figures: ReportFigures) => string
}

function useColumns(): readonly Column[] {
  const t = useMessages()
  const format = useFormat()
  const time = (ms: number | undefined) => (ms === undefined ? '–' : format.duration(ms))
  const share = ({ started, startedInTime }: ReportFigures) =>
    started === 0 ? '–' : `${Math.round((startedInTime / started) * 100)} %`
  return [
    { title: t.arrived, of: row => format.number(row.arrived) },
    { title: t.unattended, of: row => format.number(row.unattended) },
    { title: t.started, of: row => format.number(row.started) },
    { title: t.inTime, hint: t.inTimeHint, of: share },
    { title: t.wait, of: row => time(row.waitMs) },
    { title: t.longestWait, of: row => time(row.longestWaitMs) },
    { title: t.firstResponse, of: row => time(row.firstResponseMs) },
    { title: t.closed, of: row => format.number(row.closed) },
    { title: t.handling, of: row => time(row.handlingMs) },
    { title: t.abandoned, of: row => format.number(row.abandoned) },
    { title: t.missed, of: row => format.number(row.missed) }
  ]
}
