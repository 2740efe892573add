import type { ConversationSummary, Found } from '@inbox/contracts'
import { Badge, Paper, Table } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link, useSearch } from 'wouter'
import { useDepartments } from '../../api/directory.ts'
import { useFormat } from '../../i18n/format.ts'
import { useNow } from '../../state/now.ts'
import { nameWithMark } from '../../ui/bot-mark.tsx'
import { Excerpt } from '../../ui/excerpt.tsx'
import { LastMessage } from '../../ui/last-message.tsx'
import { Subject } from '../../ui/subject.tsx'
import { useContactName } from '../../ui/use-contact-name.ts'
import { useMessages as useActionWords } from '../inbox/actions/messages.ts'
import { ConversationIcon } from '../inbox/conversation-icon.tsx'
import { reasonOf } from '../inbox/details/describe-step.ts'
import { useStepWords } from '../inbox/details/use-step-words.ts'
import { PriorityMark } from '../inbox/priority/priority-mark.tsx'
import classes from './conversations-page.module.css'
import { useMessages } from './messages.ts'
import { RowMenu } from './row-menu.tsx'

const colours = {
  queued: 'yellow',
  offered: 'blue',
  ongoing: 'pine',
  pending: 'grape',
  inactive: 'gray',
  closed: 'gray'
} as const

type Listed = ConversationSummary & { found?: Found | undefined }

export function ConversationTable({ conversations }: { conversations: readonly Listed[] }) {
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
  conversation: Listed
  onDialog: (dialog: ReactNode) => void
}

function Row({ conversation, onDialog }: RowProps) {
  const contactName = useContactName()
  const { status } = useActionWords()
  const t = useMessages()
  const format = useFormat()
  const search = useSearch()
  const department = useDepartments().get(conversation.departmentId)
  const { id, channel, agent, enqueuedAt, statusSince, lastMessage, found } = conversation
  const since = conversation.status === 'queued' ? enqueuedAt : (statusSince ?? enqueuedAt)
  const span = useNow(now => format.span(now - Date.parse(since)))
  const reason = reasonOf(conversation, useStepWords())
  const address = `/conversations/${id}${search && `?${search}`}`
  return (
    <Table.Tr>
      <Table.Td>
        <div className={classes.contact}>
          <ConversationIcon conversation={conversation} size={32} />
          <div>
            <Link href={address} className={classes.name}>
              <bdi>{contactName(conversation.contact)}</bdi>
            </Link>
            <PriorityMark conversation={conversation} />
            <div className={classes.preview} dir="auto">
              {found?.in !== 'subject' && <Subject of={conversation} />}
              {found ? <Excerpt found={found} /> : lastMessage && <LastMessage message={lastMessage} />}
            </div>
          </div>
        </div>
      </Table.Td>
      <Table.Td>
        <Badge variant="dot" color={colours[conversation.status]} tt="none" fw={500}>
          {status[conversation.status]}
        </Badge>
        {reason && <div className={classes.reason}>{reason}</div>}
      </Table.Td>
      <Table.Td className={classes.soft}>{agent ? nameWithMark(agent) : t.nobody}</Table.Td>
      <Table.Td className={classes.soft}>{department?.name}</Table.Td>
      <Table.Td className={classes.soft}>{channel.name}</Table.Td>
      <Table.Td className={classes.soft}>
        <time dateTime={since} title={format.dateTime(since)}>
          {span}
        </time>
      </Table.Td>
      <Table.Td>
        <RowMenu conversation={conversation} address={address} onDialog={onDialog} />
      </Table.Td>
    </Table.Tr>
  )
}
