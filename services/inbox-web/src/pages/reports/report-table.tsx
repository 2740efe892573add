import type { ReportDimension, ReportFigures, ReportRow } from '@inbox/contracts'
import { Paper, Table, Text, Tooltip } from '@mantine/core'
import { EmptyState } from '../../ui/empty-state.tsx'
import { type Column, columnsOf, useColumns } from './columns.ts'
import { useMessages } from './messages.ts'
import { useNames } from './report-charts.tsx'
import classes from './reports-page.module.css'

interface Props {
  rows: readonly ReportRow[]
  total: ReportFigures
  by: ReportDimension
}

/** The figures row by row; what each column counts is explained on hover and below the table. */
export function ReportTable({ rows, total, by }: Props) {
  const t = useMessages()
  const nameOf = useNames(by)
  const all = useColumns()
  const columns = columnsOf(by).map(name => all[name])
  if (rows.length === 0) return <EmptyState>{t.nothing}</EmptyState>
  return (
    <>
      <Paper className={classes.table}>
        <Table.ScrollContainer minWidth={1080} type="native">
          <Table verticalSpacing="xs" horizontalSpacing="sm" stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t.dimensions[by]}</Table.Th>
                {columns.map(({ title, help }) => (
                  <Table.Th key={title} className={classes.number}>
                    <Tooltip label={help} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
                      <button type="button" className={classes.explained}>
                        {title}
                      </button>
                    </Tooltip>
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(row => (
                <Table.Tr key={row.day ?? row.departmentId ?? row.agentId ?? row.channelId ?? row.reason ?? ''}>
                  <Table.Th scope="row" className={classes.rowName} fw={500} title={nameOf(row)}>
                    {nameOf(row)}
                  </Table.Th>
                  <Figures figures={row} columns={columns} />
                </Table.Tr>
              ))}
            </Table.Tbody>
            <Table.Tfoot>
              <Table.Tr className={classes.total}>
                <Table.Th scope="row">{t.total}</Table.Th>
                <Figures figures={total} columns={columns} />
              </Table.Tr>
            </Table.Tfoot>
          </Table>
        </Table.ScrollContainer>
      </Paper>
      <Definitions columns={columns} />
    </>
  )
}

function Figures({ figures, columns }: { figures: ReportFigures; columns: readonly Column[] }) {
  return columns.map(({ title, of }) => {
    const text = of(figures)
    return (
      <Table.Td key={title} className={classes.number} data-zero={text === '0' || text === '–'}>
        {text}
      </Table.Td>
    )
  })
}

function Definitions({ columns }: { columns: readonly Column[] }) {
  const t = useMessages()
  return (
    <details className={classes.definitions}>
      <summary>{t.definitions}</summary>
      <Text fz="sm" my={8}>
        {t.whenItCounts}
      </Text>
      <dl>
        {columns.map(({ title, help }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{help}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
