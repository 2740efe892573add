import type { ConversationSummary } from '@inbox/contracts'
import { Radio, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useContactName } from '../../../ui/use-contact-name.ts'
import { ActionDialog } from './action-dialog.tsx'
import { useMessages } from './messages.ts'
import type { Actions } from './use-actions.ts'

interface Props {
  conversation: ConversationSummary
  actions: Actions
  onClose: () => void
}

const outcomes = ['reached', 'notReached', 'noNeed', 'other'] as const

/** Closes a conversation that can no longer be answered, with its outcome. */
export function DismissDialog({ conversation, actions, onClose }: Props) {
  const contactName = useContactName()
  const t = useMessages()
  const [chosen, setChosen] = useState<(typeof outcomes)[number]>('reached')
  const [words, setWords] = useState('')
  const outcome = chosen === 'other' ? words.trim() : t.outcomes[chosen]
  return (
    <ActionDialog
      title={t.dismissTitle(contactName(conversation.contact))}
      action={t.dismiss}
      disabled={outcome === ''}
      onClose={onClose}
      onSubmit={() => void actions.dismiss(conversation, outcome)}
    >
      <Radio.Group label={t.outcome} value={chosen} onChange={value => setChosen(value as typeof chosen)}>
        <Stack gap="xs" mt="xs">
          {outcomes.map(each => (
            <Radio key={each} value={each} label={t.outcomes[each]} />
          ))}
        </Stack>
      </Radio.Group>
      {chosen === 'other' && (
        <TextInput
          label={t.outcomeText}
          value={words}
          onChange={event => setWords(event.currentTarget.value)}
          maxLength={100}
          required
          data-autofocus
        />
      )}
    </ActionDialog>
  )
}
