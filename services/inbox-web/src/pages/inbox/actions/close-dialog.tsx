import type { ConversationSummary } from '@inbox/contracts'
import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useDepartments } from '../../../api/directory.ts'
import { contactName } from '../../../ui/contact-name.ts'
import { useMessages } from './messages.ts'
import type { Actions } from './use-actions.ts'

interface Props {
  conversation: ConversationSummary
  actions: Actions
  onClose: () => void
}

/** Ends a conversation, with the reason that the department's form asks for. */
export function CloseDialog({ conversation, actions, onClose }: Props) {
  const t = useMessages()
  const form = useDepartments().get(conversation.departmentId)?.closeForm
  const reasons = form?.reasons ?? []
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const label = form?.required ? t.closeReason : `${t.closeReason} (${t.optional})`
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (form?.required && reason === '') return
    onClose()
    void actions.close(conversation, {
      ...(reason.trim() && { reason: reason.trim() }),
      ...(note.trim() && { note: note.trim() })
    })
  }
  return (
    <Modal opened onClose={onClose} title={t.closeTitle(contactName(conversation.contact))} centered>
      <form onSubmit={submit}>
        <Stack>
          {reasons.length > 0 ? (
            <Select
              label={label}
              data={reasons}
              value={reason || null}
              onChange={value => setReason(value ?? '')}
              required={form?.required ?? false}
              description={form?.required ? t.closeReasonRequired : undefined}
              data-autofocus
            />
          ) : (
            <TextInput
              label={label}
              value={reason}
              onChange={event => setReason(event.currentTarget.value)}
              required={form?.required ?? false}
              maxLength={100}
              data-autofocus
            />
          )}
          <Textarea
            label={`${t.closeNote} (${t.optional})`}
            value={note}
            onChange={event => setNote(event.currentTarget.value)}
            autosize
            minRows={2}
            maxLength={4000}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t.cancel}
            </Button>
            <Button type="submit" disabled={Boolean(form?.required) && reason === ''}>
              {t.close}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
