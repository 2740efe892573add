import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useMessages } from './messages.ts'

interface Props {
  sending: boolean
  onSend: (mail: { content: { type: 'text'; text: string }; mail: { subject: string } }) => void
}

/** Subject and text of a mail that starts a thread. */
export function FirstMail({ sending, onSend }: Props) {
  const t = useMessages()
  const [subject, setSubject] = useState('')
  const [text, setText] = useState('')
  const ready = subject.trim() !== '' && text.trim() !== '' && !sending
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (ready) onSend({ content: { type: 'text', text }, mail: { subject: subject.trim() } })
  }
  return (
    <form onSubmit={send}>
      <Stack>
        <TextInput
          label={t.subject}
          value={subject}
          onChange={event => setSubject(event.currentTarget.value)}
          maxLength={998}
          required
          data-autofocus
        />
        <Textarea
          label={t.text}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          autosize
          minRows={5}
          maxRows={14}
          required
        />
        <Group justify="flex-end">
          <Button type="submit" disabled={!ready} loading={sending}>
            {t.send}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
