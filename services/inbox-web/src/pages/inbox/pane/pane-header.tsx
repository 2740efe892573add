import type { ConversationSummary } from '@inbox/contracts'
import { ActionIcon, Text, Title } from '@mantine/core'
import { IconArrowLeft, IconLayoutSidebarRight } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useDepartments } from '../../../api/directory.ts'
import { useLiveState } from '../../../live/live-context.tsx'
import { nameWithMark } from '../../../ui/bot-mark.tsx'
import { useContactName } from '../../../ui/use-contact-name.ts'
import { ActionBar } from '../actions/action-bar.tsx'
import { ConversationIcon } from '../conversation-icon.tsx'
import { ParkedUntil } from '../list/parked-until.tsx'
import { WindowLeft } from '../list/window-left.tsx'
import { PriorityMark } from '../priority/priority-mark.tsx'
import { useMessages } from './messages.ts'
import classes from './pane.module.css'

interface Props {
  conversation: ConversationSummary
  backTo: string
  detailsShown: boolean
  onToggleDetails: () => void
}

export function PaneHeader({ conversation, backTo, detailsShown, onToggleDetails }: Props) {
  const contactName = useContactName()
  const t = useMessages()
  const department = useDepartments().get(conversation.departmentId)
  const { agent, channel, contact, thread } = conversation
  const me = useLiveState(({ viewer }) => viewer.id)
  return (
    <header className={classes.header}>
      <ActionIcon
        component={Link}
        href={backTo}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t.back}
        hiddenFrom="sm"
      >
        <IconArrowLeft size={20} />
      </ActionIcon>
      <ConversationIcon conversation={conversation} />
      <div className={classes.who}>
        <Title order={2} className={classes.title} data-pane-title>
          <bdi>{contactName(contact)}</bdi>
          <PriorityMark conversation={conversation} />
        </Title>
        <Text className={classes.where}>
          <span className={classes.place}>
            {[thread?.subject, channel.name, department?.name, agent && agent.id !== me && nameWithMark(agent)]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <ParkedUntil conversation={conversation} />
          <WindowLeft conversation={conversation} />
        </Text>
      </div>
      <div className={classes.actions}>
        <ActionBar conversation={conversation} />
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t.details}
        title={t.details}
        aria-pressed={detailsShown}
        onClick={onToggleDetails}
      >
        <IconLayoutSidebarRight size={20} stroke={1.7} />
      </ActionIcon>
    </header>
  )
}
