import type { ConversationSummary } from '@inbox/contracts'
import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { contactName } from '../../../ui/contact-name.ts'
import { useMessages } from './messages.ts'
import type { Actions } from './use-actions.ts'

interface Props {
  conversation: ConversationSummary
  actions: Actions
  onClose: () => void
}

const outcomes = ['reached', 'notReached', 'noNeed', 'other'] as const

/** Closes what could no longer be answered, with what became of it. */
export function DismissDialog({ conversation, actions, onClose }: Props) {
  const t = useMessages()
  const [chosen, setChosen] = useState<(typeof outcomes)[number]>('reached')
  const [words, setWords] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const outcome = chosen === 'other' ? words.trim() : t.outcomes[chosen]
    if (outcome === '') return
    onClose()
    void actions.dismiss(conversation, outcome)
  }
  return (
    <Modal opened onClose={onClose} title={t.dismissTitle(contactName(conversation.contact))} centered>
      <form onSubmit={submit}>
        <Stack>
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
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t.cancel}
            </Button>
            <Button type="submit">{t.dismiss}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
