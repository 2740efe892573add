import { Table, Tooltip } from '@mantine/core'
import { Link } from 'wouter'
import { useFormat } from '../../i18n/format.ts'
import { useNow } from '../../state/now.ts'
import classes from './board-page.module.css'
import { BoardTable } from './board-table.tsx'
import { LONG_WAIT_MS } from './key-figures.tsx'
import { useMessages } from './messages.ts'
import { type Monitor, useWaitEstimates } from './use-board.ts'

const figures = ['offered', 'ongoing', 'pending', 'inactive'] as const

export function DepartmentTable({ departments }: Pick<Monitor, 'departments'>) {
  const t = useMessages()
  const format = useFormat()
  const now = useNow()
  const estimates = useWaitEstimates()
  return (
    <BoardTable
      title={t.departments}
      minWidth={640}
      head={
        <>
          <Table.Th>{t.department}</Table.Th>
          <Table.Th className={classes.number}>{t.waiting}</Table.Th>
          <Table.Th className={classes.number}>{t.oldest}</Table.Th>
          <Tooltip label={t.estimateHint} multiline w={260}>
            <Table.Th className={classes.number}>{t.estimate}</Table.Th>
          </Tooltip>
          {figures.map(figure => (
            <Table.Th key={figure} className={classes.number}>
              {t[figure]}
            </Table.Th>
          ))}
        </>
      }
    >
      {departments.map(({ departmentId, name, waiting, longestWaitingSince: since, ...counts }) => {
        const waitMs = since === undefined ? undefined : now - Date.parse(since)
        const estimate = estimates.get(departmentId)
        return (
          <Table.Tr key={departmentId}>
            <Table.Td>
              <Link href={`/conversations?departmentId=${departmentId}`} className={classes.name}>
                {name}
              </Link>
            </Table.Td>
            <Table.Td className={classes.number} data-strong={waiting > 0} data-zero={waiting === 0}>
              {format.number(waiting)}
            </Table.Td>
            <Table.Td
              className={classes.number}
              data-zero={waitMs === undefined}
              data-tone={waitMs !== undefined && waitMs > LONG_WAIT_MS ? 'warn' : undefined}
            >
              {waitMs === undefined ? '–' : format.span(waitMs)}
            </Table.Td>
            <Table.Td className={classes.number} data-zero={estimate === undefined}>
              {estimate === undefined ? '–' : format.span(estimate * 1000)}
            </Table.Td>
            {figures.map(figure => (
              <Table.Td key={figure} className={classes.number} data-zero={counts[figure] === 0}>
                {format.number(counts[figure])}
              </Table.Td>
            ))}
          </Table.Tr>
        )
      })}
      {departments.length === 0 && (
        <Table.Tr>
          <Table.Td colSpan={8}>{t.noDepartments}</Table.Td>
        </Table.Tr>
      )}
    </BoardTable>
  )
}
