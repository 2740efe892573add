import { Table } from '@mantine/core'
import { useChannelHealth } from '../../api/channel-health.ts'
import { useChannels } from '../../api/directory.ts'
import { useFormat } from '../../i18n/format.ts'
import { useMessages } from '../../ui/channel-state.messages.ts'
import { ChannelState, isTrouble } from '../../ui/channel-state.tsx'
import classes from './board-page.module.css'
import { BoardTable } from './board-table.tsx'

const SELDOM_MS = 30_000

/** Channels whose replies or incoming messages are in trouble; shows nothing while all is well. */
export function ChannelTable({ departmentIds }: { departmentIds: readonly string[] }) {
  const t = useMessages()
  const format = useFormat()
  const channels = useChannels().data
  const troubled = [...useChannelHealth(SELDOM_MS).values()].flatMap(({ receiving, ...health }) => {
    const channel = channels?.get(health.channelId)
    if (!channel || !departmentIds.includes(channel.departmentId)) return []
    const { name } = channel
    const doesNotSend = health.notSetUp ? health.backlog > 0 : isTrouble(health)
    return [
      ...(doesNotSend ? [{ ...health, name, receiving: false }] : []),
      ...(isTrouble(receiving)
        ? [{ channelId: health.channelId, backlog: 0, ...receiving, name, receiving: true }]
        : [])
    ]
  })
  if (troubled.length === 0) return null
  return (
    <BoardTable
      title={t.channels}
      minWidth={560}
      head={
        <>
          <Table.Th>{t.channel}</Table.Th>
          <Table.Th>{t.state}</Table.Th>
          <Table.Th>{t.since}</Table.Th>
          <Table.Th className={classes.number}>{t.waiting}</Table.Th>
          <Table.Th>{t.lastError}</Table.Th>
        </>
      }
    >
      {troubled.map(({ channelId, name, since, backlog, error, ...health }) => (
        <Table.Tr key={`${channelId} ${health.receiving}`}>
          <Table.Td>{name}</Table.Td>
          <Table.Td>
            <ChannelState {...health} />
          </Table.Td>
          <Table.Td>{format.dateTime(since)}</Table.Td>
          <Table.Td className={classes.number}>{format.number(backlog)}</Table.Td>
          <Table.Td>
            <bdi>{error}</bdi>
          </Table.Td>
        </Table.Tr>
      ))}
    </BoardTable>
  )
}
