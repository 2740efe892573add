import type { ConversationSummary, Message } from '@inbox/contracts'
import { VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useLive } from '../../../live/live-context.tsx'
import { useLineOf } from '../../../ui/last-message.tsx'
import { summaryOf } from '../../../ui/summary-of.ts'
import { useContactName } from '../../../ui/use-contact-name.ts'

/**
 * Announces to screen readers what the contact writes, changes and deletes while the conversation is open, nothing
 * older.
 */
export function Announcer({ conversation: { id, contact } }: { conversation: ConversationSummary }) {
  const contactName = useContactName()
  const { connection } = useLive()
  const lineOf = useLineOf()
  const name = contactName(contact)
  const [latest, setLatest] = useState<{ id: string; said: string }>()
  useEffect(() => {
    const tell = (message: Message) =>
      setLatest({ id: message.id, said: `${name}: ${lineOf(summaryOf(message.content))}` })
    const stops = [
      connection.on('message', ({ conversationId, message }) => {
        if (conversationId === id && message.direction === 'inbound') tell(message)
      }),
      // a deleted text must not remain here
      connection.on('message.changed', ({ message }) => {
        if (message.id === latest?.id) tell(message)
      })
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [connection, id, name, lineOf, latest])
  return (
    <VisuallyHidden role="log" aria-live="polite">
      {latest?.said}
    </VisuallyHidden>
  )
}
