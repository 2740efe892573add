import { acceptConversation, type ConversationSummary } from '@inbox/contracts'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconCheck, IconClockHour4 } from '@tabler/icons-react'
import { Link } from 'wouter'
import { call } from '../../../api/call.ts'
import { useDepartments } from '../../../api/directory.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useLive } from '../../../live/live-context.tsx'
import type { LiveTab } from '../../../live/tabs.ts'
import { useNow } from '../../../state/now.ts'
import { ChannelIcon } from '../../../ui/channel-icon.tsx'
import { useMessages } from '../messages.ts'
import classes from './conversation-item.module.css'

interface Props {
  conversation: ConversationSummary
  tab: LiveTab
  open: boolean
}

export function ConversationItem({ conversation, tab, open }: Props) {
  const t = useMessages()
  const department = useDepartments().get(conversation.departmentId)
  const { channel, contact, lastMessage, unread, status } = conversation
  const name = contact.name ?? contact.phone ?? contact.email ?? t.unnamed
  return (
    <article className={classes.item} data-open={open} data-status={status} aria-label={name}>
      <ChannelIcon kind={channel.kind} inactive={status === 'inactive'} />
      <div className={classes.body}>
        <div className={classes.line}>
          <Link href={`/inbox/${tab}/${conversation.id}`} className={classes.name} aria-current={open || undefined}>
            {name}
          </Link>
          {status === 'queued' && <AcceptMark conversation={conversation} name={name} />}
          <Waiting conversation={conversation} />
        </div>
        <div className={classes.line}>
          <span className={classes.preview}>{lastMessage?.preview ?? t.noMessage}</span>
          {unread > 0 && (
            <span className={classes.unread}>
              <span aria-hidden="true">{unread}</span>
              <span className={classes.hidden}>{t.unread(unread)}</span>
            </span>
          )}
        </div>
        <div className={classes.line}>
          <span className={classes.place}>
            {channel.name}
            {department && ` · ${department.name}`}
          </span>
          <WindowLeft conversation={conversation} />
        </div>
      </div>
    </article>
  )
}

/** The green check mark at the right of the name. */
function AcceptMark({ conversation: { id }, name }: { conversation: ConversationSummary; name: string }) {
  const t = useMessages()
  const live = useLive()
  const accept = () => void call(acceptConversation, { params: { id }, body: {} }).then(live.learn)
  return (
    <Tooltip label={t.accept(name)} openDelay={300}>
      <ActionIcon className={classes.accept} size={24} radius="xl" aria-label={t.accept(name)} onClick={accept}>
        <IconCheck size={16} stroke={3} />
      </ActionIcon>
    </Tooltip>
  )
}

function Waiting({
  conversation: { status, enqueuedAt, statusSince, lastMessage }
}: {
  conversation: ConversationSummary
}) {
  const t = useMessages()
  const now = useNow()
  const format = useFormat()
  const since = status === 'queued' ? enqueuedAt : (lastMessage?.at ?? statusSince ?? enqueuedAt)
  const span = format.span(now - Date.parse(since))
  return (
    <time className={classes.since} dateTime={since} title={format.dateTime(since)}>
      <span aria-hidden="true">{span}</span>
      <span className={classes.hidden}>{status === 'queued' ? t.waiting(span) : span}</span>
    </time>
  )
}

const SOON_MS = 3_600_000

function WindowLeft({ conversation: { window, status } }: { conversation: ConversationSummary }) {
  const t = useMessages()
  const now = useNow()
  const format = useFormat()
  if (!window || status === 'inactive') return null
  const left = Date.parse(window.expiresAt) - now
  const text = left > 0 ? t.windowLeft(format.span(left)) : t.windowOver
  return (
    <span className={classes.window} data-soon={left < SOON_MS} title={text}>
      <IconClockHour4 size={13} stroke={2} aria-hidden="true" />
      <span aria-hidden="true">{format.span(left)}</span>
      <span className={classes.hidden}>{text}</span>
    </span>
  )
}
