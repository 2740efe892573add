import {
  acceptConversation,
  type ConversationSummary,
  cancelTransfer,
  closeConversation,
  declineOffer,
  dismissConversation,
  type OperationInput,
  type ParkedUntil,
  parkConversation,
  resumeConversation,
  returnConversation,
  transferConversation
} from '@inbox/contracts'
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { call } from '../../../api/call.ts'
import { newId } from '../../../api/new-id.ts'
import { useMe } from '../../../api/session.ts'
import type { Expected } from '../../../live/live-state.ts'
import { createKeptDraft } from '../pane/kept-draft.ts'
import { wantedFocus } from '../pane/wanted-focus.ts'
import { useAct } from './use-act.ts'

/** What an agent may do with a conversation; each resolves with whether it was done. */
export function useActions() {
  const me = useMe()
  const act = useAct()
  const [, go] = useLocation()
  return useMemo(() => {
    const agent = { id: me.id, name: me.name }
    const paramsOf = ({ id }: ConversationSummary) => ({ params: { id } })
    /** Passes what was written but not sent along to whoever is next. */
    const handOver = (conversation: ConversationSummary, expected: Expected, carryOut: Parameters<typeof act>[2]) =>
      act(conversation, expected, async () => {
        await createKeptDraft(me.id, conversation.id).sync()
        return carryOut()
      })
    return {
      async accept(conversation: ConversationSummary) {
        // whoever accepts wants to work on it, so it opens in its new tab
        go(`/inbox/ongoing/${conversation.id}`)
        wantedFocus.set(conversation.id)
        const { offer } = conversation
        return act(conversation, { status: 'ongoing', agent }, () =>
          call(acceptConversation, { ...paramsOf(conversation), body: offer ? { offerId: offer.id } : {} })
        )
      },
      decline: (conversation: ConversationSummary) =>
        act(conversation, { status: 'queued' }, () =>
          call(declineOffer, {
            ...paramsOf(conversation),
            body: { offerId: conversation.offer?.id ?? '', clientActionId: newId() }
          })
        ),
      park: (conversation: ConversationSummary, until?: ParkedUntil) =>
        act(conversation, { status: 'pending', reason: 'parked', ...(until && { parkedUntil: until }) }, () =>
          call(parkConversation, { ...paramsOf(conversation), body: until ? { until } : {} })
        ),
      async resume(conversation: ConversationSummary) {
        go(`/inbox/ongoing/${conversation.id}`)
        wantedFocus.set(conversation.id)
        return act(conversation, { status: 'ongoing' }, () =>
          call(resumeConversation, { ...paramsOf(conversation), body: {} })
        )
      },
      giveBack: (conversation: ConversationSummary) =>
        handOver(conversation, { status: 'queued' }, () =>
          call(returnConversation, { ...paramsOf(conversation), body: { clientActionId: newId() } })
        ),
      transfer: (conversation: ConversationSummary, body: OperationInput<typeof transferConversation>['body']) =>
        handOver(conversation, {}, () =>
          call(transferConversation, { ...paramsOf(conversation), body: { ...body, clientActionId: newId() } })
        ),
      cancelTransfer: (conversation: ConversationSummary) =>
        act(conversation, { status: 'ongoing' }, () =>
          call(cancelTransfer, { ...paramsOf(conversation), body: { clientActionId: newId() } })
        ),
      close: (conversation: ConversationSummary, body: OperationInput<typeof closeConversation>['body']) =>
        act(conversation, { status: 'closed' }, () => call(closeConversation, { ...paramsOf(conversation), body })),
      dismiss: (conversation: ConversationSummary, outcome: string) =>
        act(conversation, { status: 'closed' }, () =>
          call(dismissConversation, { ...paramsOf(conversation), body: { outcome } })
        )
    }
  }, [me.id, me.name, act, go])
}

export type Actions = ReturnType<typeof useActions>
