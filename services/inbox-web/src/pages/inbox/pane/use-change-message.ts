import { type Message, reactTo } from '@inbox/contracts'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { useMe } from '../../../api/session.ts'
import { useMessages as useActionWords } from '../actions/messages.ts'
import { refusalText } from '../actions/refusal-text.ts'
import { tellDelivered } from '../outbox/page-outbox.ts'

/** Has our side react to a message of the contact in place of what it thought of it as it is seen here, or takes that back. */
export const reactToMessage = ({ id: messageId, conversationId, ourReaction }: Message, emoji: string | undefined) =>
  call(reactTo, {
    params: { id: conversationId, messageId },
    body: { ...(emoji && { emoji }), times: ourReaction?.times ?? 0 }
  })

/** Has the server change a message, and shows at once what it answers, or why it refuses. */
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
