import type { ConversationSummary } from '@inbox/contracts'
import { ActionIcon, Badge, Menu, Paper, Table } from '@mantine/core'
import {
  IconArrowsExchange,
  IconDots,
  IconHelpCircle,
  IconMessage,
  IconSquareCheck,
  IconUserPlus
} from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { Link, useSearch } from 'wouter'
import { useDepartments } from '../../api/directory.ts'
import { useFormat } from '../../i18n/format.ts'
import { useLiveState } from '../../live/live-context.tsx'
import { useNow } from '../../state/now.ts'
import { contactName } from '../../ui/contact-name.ts'
import { LastMessage } from '../../ui/last-message.tsx'
import { CloseDialog } from '../inbox/actions/close-dialog.tsx'
import { DismissDialog } from '../inbox/actions/dismiss-dialog.tsx'
import { useMessages as useActionWords } from '../inbox/actions/messages.ts'
import { possibleActions } from '../inbox/actions/possible.ts'
import { TransferDialog } from '../inbox/actions/transfer-dialog.tsx'
import { useActions } from '../inbox/actions/use-actions.ts'
import { ConversationIcon } from '../inbox/conversation-icon.tsx'
import { PriorityMark } from '../inbox/priority/priority-mark.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import classes from './conversations-page.module.css'
import { useMessages } from './messages.ts'
import { WhyDialog } from './why-dialog.tsx'

const colours = {
  queued: 'yellow',
  offered: 'blue',
  ongoing: 'pine',
  pending: 'grape',
  inactive: 'gray',
  closed: 'gray'
} as const

export function ConversationTable({ conversations }: { conversations: readonly ConversationSummary[] }) {
  const t = useMessages()
  const [dialog, setDialog] = useState<ReactNode>()
  return (
    <Paper className={classes.table}>
      <Table.ScrollContainer minWidth={920} type="native">
        <Table verticalSpacing="xs" horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.contact}</Table.Th>
              <Table.Th>{t.status}</Table.Th>
              <Table.Th>{t.agent}</Table.Th>
              <Table.Th>{t.department}</Table.Th>
              <Table.Th>{t.channel}</Table.Th>
              <Table.Th>{t.since}</Table.Th>
              <Table.Th aria-hidden="true" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {conversations.map(conversation => (
              <Row key={conversation.id} conversation={conversation} onDialog={setDialog} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {dialog}
    </Paper>
  )
}

interface RowProps {
  conversation: ConversationSummary
  onDialog: (dialog: ReactNode) => void
}

function Row({ conversation, onDialog }: RowProps) {
  const { status } = useActionWords()
  const t = useMessages()
  const format = useFormat()
  const now = useNow()
  const search = useSearch()
  const department = useDepartments().get(conversation.departmentId)
  const { id, channel, agent, enqueuedAt, statusSince, lastMessage } = conversation
  const since = conversation.status === 'queued' ? enqueuedAt : (statusSince ?? enqueuedAt)
  const address = `/conversations/${id}${search && `?${search}`}`
  return (
    <Table.Tr>
      <Table.Td>
        <div className={classes.contact}>
          <ConversationIcon conversation={conversation} size={32} />
          <div>
            <Link href={address} className={classes.name}>
              {contactName(conversation.contact)}
            </Link>
            <PriorityMark conversation={conversation} />
            <div className={classes.preview} dir="auto">
              {lastMessage && <LastMessage message={lastMessage} />}
            </div>
          </div>
        </div>
      </Table.Td>
      <Table.Td>
        <Badge variant="dot" color={colours[conversation.status]} tt="none" fw={500}>
          {status[conversation.status]}
        </Badge>
      </Table.Td>
      <Table.Td className={classes.soft}>{agent?.name ?? t.nobody}</Table.Td>
      <Table.Td className={classes.soft}>{department?.name}</Table.Td>
      <Table.Td className={classes.soft}>{channel.name}</Table.Td>
      <Table.Td className={classes.soft}>
        <time dateTime={since} title={format.dateTime(since)}>
          {format.span(now - Date.parse(since))}
        </time>
      </Table.Td>
      <Table.Td>
        <RowMenu conversation={conversation} address={address} onDialog={onDialog} />
      </Table.Td>
    </Table.Tr>
  )
}

function RowMenu({ conversation, address, onDialog }: RowProps & { address: string }) {
  const t = useMessages()
  const words = useActionWords()
  const viewer = useLiveState(state => state.viewer)
  const actions = useActions()
  const onClose = () => onDialog(undefined)
  const possible = possibleActions(conversation, viewer)
  const dialogOf = { conversation, actions, onClose }
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.actions(contactName(conversation.contact))}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href={address} leftSection={<IconMessage size={16} />}>
          {t.open}
        </Menu.Item>
        {conversation.status === 'queued' && (
          <>
            <Menu.Item
              leftSection={<IconHelpCircle size={16} />}
              onClick={() => onDialog(<WhyDialog conversation={conversation} onClose={onClose} />)}
            >
              {t.why}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconUserPlus size={16} />}
              onClick={() => onDialog(<AssignDialog conversation={conversation} onClose={onClose} />)}
            >
              {t.assign}
            </Menu.Item>
          </>
        )}
        {possible.includes('transfer') && (
          <Menu.Item
            leftSection={<IconArrowsExchange size={16} />}
            onClick={() => onDialog(<TransferDialog {...dialogOf} />)}
          >
            {words.transfer}
          </Menu.Item>
        )}
        {possible.includes('close') && (
          <Menu.Item
            leftSection={<IconSquareCheck size={16} />}
            onClick={() => onDialog(<CloseDialog {...dialogOf} />)}
          >
            {words.close}
          </Menu.Item>
        )}
        {possible.includes('dismiss') && (
          <Menu.Item
            leftSection={<IconSquareCheck size={16} />}
            onClick={() => onDialog(<DismissDialog {...dialogOf} />)}
          >
            {words.dismiss}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
