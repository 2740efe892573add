import type { ConversationSummary, Found } from '@inbox/contracts'
import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconAlertCircle, IconCheck } from '@tabler/icons-react'
import { type KeyboardEvent, memo } from 'react'
import { Link } from 'wouter'
import { useAgents, useDepartments } from '../../../api/directory.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useLiveState } from '../../../live/live-context.tsx'
import type { LiveTab } from '../../../live/tabs.ts'
import { useNow } from '../../../state/now.ts'
import { nameWithMark } from '../../../ui/bot-mark.tsx'
import { Excerpt } from '../../../ui/excerpt.tsx'
import { LastMessage } from '../../../ui/last-message.tsx'
import { Subject } from '../../../ui/subject.tsx'
import { useContactName } from '../../../ui/use-contact-name.ts'
import { useMessages as useActionWords } from '../actions/messages.ts'
import { possibleActions } from '../actions/possible.ts'
import { useActions } from '../actions/use-actions.ts'
import { ConversationIcon } from '../conversation-icon.tsx'
import { useMessages } from '../messages.ts'
import { PriorityMark } from '../priority/priority-mark.tsx'
import classes from './conversation-item.module.css'
import { OfferDeadline } from './offer-deadline.tsx'
import { ParkedUntil } from './parked-until.tsx'
import { WindowLeft } from './window-left.tsx'

interface Props {
  conversation: ConversationSummary
  tab: LiveTab
  open: boolean
  /** In a search: where the words were found, shown instead of the last message. */
  found?: Found | undefined
  /** Moves the focus in the list. */
  onKeyDown?: (event: KeyboardEvent) => void
}

const MAX_SHOWN = 99

/** Rendered only if something about it has changed, as a list may change several times a second. */
export const ConversationItem = memo(({ conversation, tab, open, found, onKeyDown }: Props) => {
  const contactName = useContactName()
  const t = useMessages()
  const department = useDepartments().get(conversation.departmentId)
  const { channel, contact, lastMessage, unread, undelivered, status } = conversation
  const name = contactName(contact)
  const viewer = useLiveState(state => state.viewer)
  const offeredToMe = status === 'offered' && conversation.offer?.agentId === viewer.id
  const holder = useHolder(conversation, viewer.id)
  const accepts = possibleActions(conversation, viewer).includes('accept')
  return (
    <article
      className={classes.item}
      data-open={open}
      data-status={status}
      data-offered={offeredToMe}
      aria-label={name}
    >
      <ConversationIcon conversation={conversation} />
      <div className={classes.body}>
        <div className={classes.line}>
          <Link
            href={`/inbox/${tab}/${conversation.id}`}
            className={classes.name}
            aria-current={open || undefined}
            onKeyDown={onKeyDown}
          >
            <bdi>{name}</bdi>
          </Link>
          <PriorityMark conversation={conversation} />
          {accepts && !offeredToMe && <AcceptMark conversation={conversation} name={name} />}
          <Waiting conversation={conversation} />
        </div>
        <div className={classes.line}>
          <span className={classes.preview} data-unread={unread > 0} dir="auto">
            {found?.in !== 'subject' && <Subject of={conversation} />}
            {found ? <Excerpt found={found} /> : lastMessage ? <LastMessage message={lastMessage} /> : t.noMessage}
          </span>
          {undelivered && (
            <Tooltip label={t.undelivered}>
              <IconAlertCircle className={classes.undelivered} size={17} role="img" aria-label={t.undelivered} />
            </Tooltip>
          )}
          {unread > 0 && (
            <span className={classes.unread}>
              <span aria-hidden="true">{unread > MAX_SHOWN ? `${MAX_SHOWN}+` : unread}</span>
              <span className={classes.hidden}>{t.unread(unread)}</span>
            </span>
          )}
        </div>
        {offeredToMe ? (
          <OfferActions conversation={conversation} />
        ) : (
          <div className={classes.line}>
            <span className={classes.place}>
              {[channel.name, department?.name, holder].filter(Boolean).join(' · ')}
            </span>
            <ParkedUntil conversation={conversation} />
            <WindowLeft conversation={conversation} />
          </div>
        )}
      </div>
    </article>
  )
})

/** Who else has the conversation or is offered it. */
function useHolder({ status, agent, offer }: ConversationSummary, viewerId: string): string | undefined {
  const t = useMessages()
  const agents = useAgents()
  const offered = status === 'offered' && offer?.agentId !== viewerId ? agents.get(offer?.agentId ?? '') : undefined
  if (offered) return t.offeredTo(nameWithMark(offered))
  return agent && agent.id !== viewerId ? nameWithMark(agent) : undefined
}

/** The green check mark to the right of the name. */
function AcceptMark({ conversation, name }: { conversation: ConversationSummary; name: string }) {
  const t = useMessages()
  const { accept } = useActions()
  return (
    <Tooltip label={t.accept(name)} openDelay={300}>
      <ActionIcon
        className={classes.accept}
        size={24}
        radius="xl"
        aria-label={t.accept(name)}
        data-accept
        onClick={() => void accept(conversation)}
      >
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
  const format = useFormat()
  const since = status === 'queued' ? enqueuedAt : (lastMessage?.at ?? statusSince ?? enqueuedAt)
  const span = useNow(now => format.span(now - Date.parse(since)))
  return (
    <time className={classes.since} dateTime={since} title={format.dateTime(since)}>
      <span aria-hidden="true">{span}</span>
      <span className={classes.hidden}>{status === 'queued' ? t.waiting(span) : span}</span>
    </time>
  )
}

/** Accept or decline, with the time left; the conversation is already loaded. */
function OfferActions({ conversation }: { conversation: ConversationSummary }) {
  const t = useActionWords()
  const { accept, decline } = useActions()
  return (
    <div className={classes.offer}>
      <Button
        size="compact-sm"
        leftSection={<IconCheck size={15} stroke={2.5} />}
        onClick={() => void accept(conversation)}
      >
        {t.accept}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => void decline(conversation)}>
        {t.decline}
      </Button>
      {conversation.offer && <OfferDeadline offer={conversation.offer} />}
    </div>
  )
}
