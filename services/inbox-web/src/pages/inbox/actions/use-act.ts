import { type ConversationSummary, getConversation } from '@inbox/contracts'
import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import { call } from '../../../api/call.ts'
import { useMe } from '../../../api/session.ts'
import { useLive } from '../../../live/live-context.tsx'
import type { Expected } from '../../../live/live-state.ts'
import { serverNow } from '../../../state/server-clock.ts'
import { useMessages } from './messages.ts'
import { refusalText } from './refusal-text.ts'
import { underWay, whenSettled } from './under-way.ts'

/**
 * Carries out an action on a conversation: shows the expected result at once and, if the server refuses, takes it back
 * visibly and says why. Resolves with whether it was done.
 */
export function useAct() {
  const live = useLive()
  const { id: meId } = useMe()
  const t = useMessages()
  return useCallback(
    async (conversation: ConversationSummary, expected: Expected, carryOut: () => Promise<ConversationSummary>) => {
      const over = live.showExpected(conversation, {
        ...expected,
        ...(expected.status && { statusSince: new Date(serverNow()).toISOString() })
      })
      try {
        // earlier actions come first: nobody can park what the server does not yet know as accepted
        live.learn(await underWay(conversation.id, whenSettled(conversation.id).then(carryOut)))
        return true
      } catch (error) {
        notifications.show({ color: 'red', message: refusalText(error, t, meId) })
        // what we showed was wrong: ask for the actual state
        await call(getConversation, { params: { id: conversation.id } }).then(live.learn, () => undefined)
        return false
      } finally {
        over()
      }
    },
    [live, meId, t]
  )
}
