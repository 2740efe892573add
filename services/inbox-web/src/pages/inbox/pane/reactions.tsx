import type { Message, OurReaction } from '@inbox/contracts'
import { Button } from '@mantine/core'
import { IconAlertCircle, IconClock, IconHelpCircle, IconRefresh } from '@tabler/icons-react'
import { plainName } from '../../../ui/plain-name.ts'
import { useMessages } from './messages.ts'
import classes from './reactions.module.css'
import undelivered from './undelivered.module.css'
import { reactToMessage, useChangeMessage } from './use-change-message.ts'

interface Props {
  message: Message
  /** Whether the viewer may answer the contact now. */
  canAnswer: boolean
}

/** The reactions of the contact and of our side to a message. */
export function Reactions({ message, canAnswer }: Props) {
  const t = useMessages()
  const { reactions = [], ourReaction: ours } = message
  const counts = Map.groupBy(reactions, ({ emoji }) => emoji)
  const isUndelivered = ours?.status === 'failed' || ours?.status === 'uncertain'
  if (counts.size === 0 && ours?.emoji === undefined && !isUndelivered) return null
  return (
    <>
      <ul className={classes.reactions} aria-label={t.reactions}>
        {[...counts].map(([emoji, all]) => (
          <li key={emoji}>
            {emoji}
            {all.length > 1 && ` ${all.length}`}
          </li>
        ))}
        {ours && <Ours reaction={ours} />}
      </ul>
      {ours && isUndelivered && <NotArrived message={message} reaction={ours} canAnswer={canAnswer} />}
    </>
  )
}

const icons = { queued: IconClock, uncertain: IconHelpCircle, failed: IconAlertCircle }

/** Our reaction; its status is shown only until it has arrived. */
function Ours({ reaction: { emoji, formerly, author, status } }: { reaction: OurReaction }) {
  const t = useMessages()
  const Icon = status in icons ? icons[status as keyof typeof icons] : undefined
  const shown = emoji ?? (Icon && formerly)
  if (shown === undefined) return null
  const label = `${t.reactionOf(plainName(author.name))} · ${t.status[status]}`
  return (
    <li data-ours data-status={status} title={label}>
      {shown}
      {Icon && <Icon size={13} aria-hidden="true" />}
      <span className={classes.unseen}>{label}</span>
    </li>
  )
}

function NotArrived({ message, reaction, canAnswer }: Props & { reaction: OurReaction }) {
  const t = useMessages()
  const { busy, change } = useChangeMessage()
  const { emoji, status, failure, error } = reaction
  const again = () => change(reactToMessage(message, emoji))
  return (
    <div className={undelivered.undelivered}>
      <span>{status === 'uncertain' ? t.reactionUncertain : t.reactionFailed}</span>
      {error && status === 'failed' && failure !== 'window-expired' && <bdi className={undelivered.error}>{error}</bdi>}
      {canAnswer && (
        <div className={undelivered.choices}>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconRefresh size={14} />}
            disabled={busy}
            onClick={() => void again()}
          >
            {t.sendAgain}
          </Button>
        </div>
      )}
    </div>
  )
}
