import { type OperationInput, startConversation } from '@inbox/contracts'
import { notifications } from '@mantine/notifications'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { call } from '../../../api/call.ts'
import { newId } from '../../../api/new-id.ts'
import { Refusal } from '../../../api/refusal.ts'
import { useMe } from '../../../api/session.ts'
import { useLive } from '../../../live/live-context.tsx'
import { useMessages as useActionWords } from '../actions/messages.ts'
import { refusalText } from '../actions/refusal-text.ts'
import { useMessages } from './messages.ts'

type Body = OperationInput<typeof startConversation>['body']

/**
 * Starts a conversation and opens it, or the one that is already open. Idempotent: a retry starts the same
 * conversation.
 */
export function useStart(onDone: () => void) {
  const t = useMessages()
  const words = useActionWords()
  const { id: meId } = useMe()
  const live = useLive()
  const [, go] = useLocation()
  const [busy, setBusy] = useState(false)
  const [why, setWhy] = useState<string>()
  const clientMessageId = useRef(newId())
  const show = (id: string) => {
    go(`/inbox/ongoing/${id}`)
    onDone()
  }
  const start = async (wanted: Omit<Body, 'clientMessageId'>) => {
    setBusy(true)
    setWhy(undefined)
    try {
      const body = { ...wanted, clientMessageId: clientMessageId.current }
      const conversation = await call(startConversation, { body })
      live.learn(conversation)
      show(conversation.id)
    } catch (error) {
      const openId = error instanceof Refusal ? error.current?.conversationId : undefined
      setWhy(refusalText(error, words, meId))
      setBusy(false)
      if (openId === undefined) return
      notifications.show({ message: t.alreadyOpen })
      show(openId)
    }
  }
  return { start, busy, why }
}
