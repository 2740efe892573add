import type { ConversationSummary } from '@inbox/contracts'
import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useDepartments } from '../../../api/directory.ts'
import { useContactName } from '../../../ui/use-contact-name.ts'
import { ActionDialog, NoteField } from './action-dialog.tsx'
import { useMessages } from './messages.ts'
import type { Actions } from './use-actions.ts'

interface Props {
  conversation: ConversationSummary
  actions: Actions
  onClose: () => void
}

/** Closes a conversation with the reason that the department's close form asks for. */
export function CloseDialog({ conversation, actions, onClose }: Props) {
  const contactName = useContactName()
  const t = useMessages()
  const form = useDepartments().get(conversation.departmentId)?.closeForm
  const reasons = form?.reasons ?? []
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const label = form?.required ? t.closeReason : `${t.closeReason} (${t.optional})`
  const submit = () =>
    void actions.close(conversation, {
      ...(reason.trim() && { reason: reason.trim() }),
      ...(note.trim() && { note: note.trim() })
    })
  return (
    <ActionDialog
      title={t.closeTitle(contactName(conversation.contact))}
      action={t.close}
      disabled={Boolean(form?.required) && reason === ''}
      onClose={onClose}
      onSubmit={submit}
    >
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
      <NoteField label={t.closeNote} value={note} onChange={setNote} />
    </ActionDialog>
  )
}
