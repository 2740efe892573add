import type { ConversationSummary } from '@inbox/contracts'
import { VisuallyHidden } from '@mantine/core'
import { IconArrowBarToUp, IconChevronDown, IconChevronsUp, IconChevronUp, type TablerIcon } from '@tabler/icons-react'
import { levelOf } from './level.ts'
import { useMessages } from './messages.ts'
import classes from './priority-mark.module.css'

type Mark = 'urgent' | 'high' | 'low' | 'first'

const icons: Record<Mark, TablerIcon> = {
  urgent: IconChevronsUp,
  high: IconChevronUp,
  low: IconChevronDown,
  first: IconArrowBarToUp
}

/** Why a conversation is not where its arrival would put it; nothing if it is. */
export function PriorityMark({ conversation }: { conversation: ConversationSummary }) {
  const t = useMessages()
  const mark = markOf(conversation)
  if (!mark) return null
  const Icon = icons[mark]
  return (
    <span className={classes.mark} data-mark={mark} title={t.marks[mark]}>
      <Icon size={16} stroke={2.4} aria-hidden="true" />
      <VisuallyHidden>{t.marks[mark]}</VisuallyHidden>
    </span>
  )
}

function markOf({ status, priority = 0, ownPriority = 0 }: ConversationSummary): Mark | undefined {
  const level = levelOf(ownPriority)
  if (level !== 'normal') return level
  return status === 'queued' && priority > ownPriority ? 'first' : undefined
}
