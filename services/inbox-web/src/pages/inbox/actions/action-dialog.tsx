import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useMessages } from './messages.ts'

interface Props {
  title: string
  /** The label of the button that carries it out. */
  action: string
  disabled?: boolean
  onClose: () => void
  onSubmit: () => void
  children: ReactNode
}

/** Asks for the input that an action needs before it is carried out. */
export function ActionDialog({ title, action, disabled = false, onClose, onSubmit, children }: Props) {
  const t = useMessages()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (disabled) return
    onClose()
    onSubmit()
  }
  return (
    <Modal opened onClose={onClose} title={title} centered>
      <form onSubmit={submit}>
        <Stack>
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t.cancel}
            </Button>
            <Button type="submit" disabled={disabled}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

interface NoteProps {
  label: string
  value: string
  onChange: (next: string) => void
}

/** An optional note for colleagues that goes with the action. */
export function NoteField({ label, value, onChange }: NoteProps) {
  const t = useMessages()
  return (
    <Textarea
      label={`${label} (${t.optional})`}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
      autosize
      minRows={2}
      maxLength={4000}
    />
  )
}
