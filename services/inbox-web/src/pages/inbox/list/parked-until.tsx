import type { ConversationSummary } from '@inbox/contracts'
import { IconClockPause } from '@tabler/icons-react'
import { useParkedUntilWords } from '../../../ui/use-parked-until-words.ts'
import classes from './conversation-item.module.css'

/** When a parked conversation comes back by itself. */
export function ParkedUntil({ conversation: { status, parkedUntil } }: { conversation: ConversationSummary }) {
  const words = useParkedUntilWords()
  if (status !== 'pending' || !parkedUntil) return null
  const text = words.whole(parkedUntil)
  return (
    <span className={classes.window} title={text} data-parked-until={parkedUntil}>
      <IconClockPause size={13} stroke={2} aria-hidden="true" />
      {parkedUntil !== 'contactWrites' && <span aria-hidden="true">{words.time(parkedUntil)}</span>}
      <span className={classes.hidden}>{text}</span>
    </span>
  )
}
