import type { ConversationSummary } from '@inbox/contracts'
import { putTags } from '@inbox/contracts'
import { CloseButton, TagsInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { useDepartments } from '../../../api/directory.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useLive, useLiveState } from '../../../live/live-context.tsx'
import { BotMark } from '../../../ui/bot-mark.tsx'
import { CopyIcon } from '../../../ui/copy.tsx'
import { useMessages as usePriorityWords } from '../priority/messages.ts'
import { PrioritySelect } from '../priority/priority-select.tsx'
import { ContactSection } from './contact-section.tsx'
import { reasonOf } from './describe-step.ts'
import classes from './details.module.css'
import { HistorySection } from './history-section.tsx'
import { useMessages } from './messages.ts'
import { PreviousSection } from './previous-section.tsx'
import { ContextFacts, Fact, Section } from './section.tsx'
import { useStepWords } from './use-step-words.ts'

/** Customer and conversation, on the right of the screen. */
export function DetailsPanel({ conversation, onClose }: { conversation: ConversationSummary; onClose: () => void }) {
  const t = useMessages()
  return (
    <aside className={classes.panel} aria-label={t.title}>
      <CloseButton className={classes.close} aria-label={t.hide} onClick={onClose} hiddenFrom="lg" />
      <ContactSection contactId={conversation.contact.id} summary={conversation.contact} />
      <ContextSection conversation={conversation} />
      <FactsSection conversation={conversation} />
      <TagsSection conversation={conversation} />
      <HistorySection conversation={conversation} />
      <PreviousSection conversation={conversation} />
    </aside>
  )
}

/** What was found out before the hand-over. */
function ContextSection({ conversation: { context = [] } }: { conversation: ConversationSummary }) {
  const t = useMessages()
  if (context.length === 0) return null
  return (
    <Section title={t.context}>
      <ContextFacts context={context} />
    </Section>
  )
}

function FactsSection({ conversation }: { conversation: ConversationSummary }) {
  const t = useMessages()
  const format = useFormat()
  const department = useDepartments().get(conversation.departmentId)
  const { priority } = usePriorityWords()
  const supervises = useLiveState(({ viewer }) => viewer.role !== 'agent')
  const mayPrioritize = supervises || department?.agentsMayPrioritize === true
  const { referenceNumber, channel, agent, arrivedAt, enqueuedAt, startedAt, closedAt, window, rating } = conversation
  const reason = reasonOf(conversation, useStepWords())
  return (
    <Section title={t.conversation}>
      <dl className={classes.facts}>
        <Fact label={t.referenceNumber}>
          <span className={classes.referenceNumber}>{referenceNumber}</span>
          <CopyIcon value={referenceNumber} />
        </Fact>
        <Fact label={t.channel}>{channel.name}</Fact>
        {department && <Fact label={t.department}>{department.name}</Fact>}
        {agent && (
          <Fact label={t.agent}>
            {agent.name}
            {agent.bot && <BotMark />}
          </Fact>
        )}
        {mayPrioritize && !closedAt && (
          <Fact label={priority}>
            <PrioritySelect conversation={conversation} />
          </Fact>
        )}
        <Fact label={t.arrived}>{format.dateTime(arrivedAt ?? enqueuedAt)}</Fact>
        {startedAt && <Fact label={t.started}>{format.dateTime(startedAt)}</Fact>}
        {closedAt && <Fact label={t.closed}>{format.dateTime(closedAt)}</Fact>}
        {reason && <Fact label={t.reason}>{reason}</Fact>}
        {rating && (
          <Fact label={t.rating}>
            <span role="img" aria-label={t.stars(rating.stars)}>
              {'★'.repeat(rating.stars).padEnd(5, '☆')}
            </span>
          </Fact>
        )}
        {rating?.comment && <Fact label={t.ratingComment}>{rating.comment}</Fact>}
        {window && !closedAt && <Fact label={t.answerUntil}>{format.dateTime(window.expiresAt)}</Fact>}
      </dl>
    </Section>
  )
}

const MAX_TAGS = 30
const MAX_TAG_LENGTH = 60

function TagsSection({ conversation: { id, tags } }: { conversation: ConversationSummary }) {
  const t = useMessages()
  const live = useLive()
  const [saving, setSaving] = useState<string[]>()
  const save = async (next: string[]) => {
    const wanted = next.map(tag => tag.trim().slice(0, MAX_TAG_LENGTH)).filter(Boolean)
    setSaving(wanted)
    await call(putTags, { params: { id }, body: { tags: wanted } }).then(live.learn, () =>
      notifications.show({ color: 'red', message: t.tagsFailed })
    )
    setSaving(undefined)
  }
  return (
    <Section title={t.tags}>
      <TagsInput
        aria-label={t.addTag}
        placeholder={t.addTag}
        size="sm"
        value={saving ?? tags}
        onChange={next => void save(next)}
        maxTags={MAX_TAGS}
      />
    </Section>
  )
}
