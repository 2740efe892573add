import { Paper, Table, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './board-page.module.css'

interface Props {
  title: string
  minWidth: number
  /** The header cells. */
  head: ReactNode
  children: ReactNode
}

/** A table of the board, on a card. */
export const BoardTable = ({ title, minWidth, head, children }: Props) => (
  <Paper className={classes.card} component="section" aria-label={title}>
    <Title order={2} fz="md" className={classes.cardTitle}>
      {title}
    </Title>
    <Table.ScrollContainer minWidth={minWidth} type="native">
      <Table verticalSpacing="xs" horizontalSpacing="xs" className={classes.dense}>
        <Table.Thead>
          <Table.Tr>{head}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  </Paper>
)
