import type { ConversationSummary } from '@inbox/contracts'
import { VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useLive } from '../../../live/live-context.tsx'
import { contactName } from '../../../ui/contact-name.ts'
import { useLineOf } from '../../../ui/last-message.tsx'
import { saidIn } from '../../../ui/said.ts'

/** What the contact writes while the conversation lies open, for screen readers; never what was there already. */
export function Announcer({ conversation: { id, contact } }: { conversation: ConversationSummary }) {
  const { connection } = useLive()
  const lineOf = useLineOf()
  const name = contactName(contact)
  const [latest, setLatest] = useState('')
  useEffect(
    () =>
      connection.on('message', ({ conversationId, message: { direction, content } }) => {
        if (conversationId !== id || direction !== 'inbound') return
        setLatest(`${name}: ${lineOf(saidIn(content))}`)
      }),
    [connection, id, name, lineOf]
  )
  return (
    <VisuallyHidden role="log" aria-live="polite">
      {latest}
    </VisuallyHidden>
  )
}
