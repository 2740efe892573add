import type { ConversationSummary } from '@inbox/contracts'
import { IconClockHour4 } from '@tabler/icons-react'
import { useFormat } from '../../../i18n/format.ts'
import { useNow } from '../../../state/now.ts'
import { useMessages } from '../messages.ts'
import classes from './conversation-item.module.css'

const SOON_MS = 3_600_000

/** How long the contact may still be answered. */
export function WindowLeft({ conversation: { window, status } }: { conversation: ConversationSummary }) {
  const t = useMessages()
  const now = useNow()
  const format = useFormat()
  if (!window || status === 'inactive' || status === 'closed') return null
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
