import { type Message, reactTo } from '@inbox/contracts'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { useMe } from '../../../api/session.ts'
import { useMessages as useActionWords } from '../actions/messages.ts'
import { refusalText } from '../actions/refusal-text.ts'
import { tellDelivered } from '../outbox/page-outbox.ts'

/** Reacts to a contact's message for our side, replacing the earlier reaction as seen here, or takes that back. */
export const reactToMessage = ({ id: messageId, conversationId, ourReaction }: Message, emoji: string | undefined) =>
  call(reactTo, {
    params: { id: conversationId, messageId },
    body: { ...(emoji && { emoji }), times: ourReaction?.times ?? 0 }
  })

/** Has the server change a message, and shows the response at once, or why it refused. */
export function useChangeMessage() {
  const actionWords = useActionWords()
  const { id: meId } = useMe()
  const [busy, setBusy] = useState(false)
  const change = async (changed: Promise<Message>) => {
    setBusy(true)
    try {
      tellDelivered({ message: await changed })
    } catch (error) {
      notifications.show({ color: 'red', message: refusalText(error, actionWords, meId) })
    }
    setBusy(false)
  }
  return { busy, change }
}
