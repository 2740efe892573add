import { writeNote } from '@inbox/contracts'
import { useLocalStorage } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { useMe } from '../../../api/session.ts'
import { useMessages } from './messages.ts'

/** An internal note that is being written: it stays on this machine until the server has it. */
export function useNote(conversationId: string) {
  const t = useMessages()
  const { id: meId } = useMe()
  const key = `inbox-note:${meId}:${conversationId}`
  const [text, keep, forget] = useLocalStorage({ key, defaultValue: '', getInitialValueInEffect: false })
  const [saving, setSaving] = useState(false)
  const save = async () => {
    setSaving(true)
    const failed = () => void notifications.show({ color: 'red', message: t.noteFailed })
    await call(writeNote, { params: { id: conversationId }, body: { text: text.trim() } }).then(forget, failed)
    setSaving(false)
  }
  return { text, saving, save, write: (next: string) => (next === '' ? forget() : keep(next)) }
}
