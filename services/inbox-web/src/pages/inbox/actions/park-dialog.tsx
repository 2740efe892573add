import type { ConversationSummary } from '@inbox/contracts'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { serverNow } from '../../../state/server-clock.ts'
import { useContactName } from '../../../ui/use-contact-name.ts'
import { ActionDialog } from './action-dialog.tsx'
import { useMessages } from './messages.ts'
import { localValueOf, parkTimes } from './park-times.ts'
import type { Actions } from './use-actions.ts'

interface Props {
  conversation: ConversationSummary
  actions: Actions
  onClose: () => void
}

/** Parks until a time of the agent's choice. */
export function ParkDialog({ conversation, actions, onClose }: Props) {
  const contactName = useContactName()
  const t = useMessages()
  const now = new Date(serverNow())
  const [value, setValue] = useState(() => localValueOf(parkTimes(now).at(-1)![1]))
  const time = new Date(value)
  const isAhead = time > now
  const isAfterWindow = conversation.window && time >= new Date(conversation.window.expiresAt)
  return (
    <ActionDialog
      title={t.parkTitle(contactName(conversation.contact))}
      action={t.park}
      disabled={!isAhead}
      onClose={onClose}
      onSubmit={() => void actions.park(conversation, time.toISOString())}
    >
      <TextInput
        type="datetime-local"
        label={t.until}
        description={isAhead && isAfterWindow ? t.afterWindow : undefined}
        error={value !== '' && !isAhead ? t.timeIsOver : undefined}
        min={localValueOf(now)}
        max={localValueOf(new Date(now.getFullYear() + 1, now.getMonth(), now.getDate()))}
        value={value}
        onChange={event => setValue(event.currentTarget.value)}
        required
        data-autofocus
      />
    </ActionDialog>
  )
}
