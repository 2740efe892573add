import type { ConversationSummary, ParkedUntil } from '@inbox/contracts'
import { useMemo } from 'react'
import { useLocation, useParams } from 'wouter'
import { useLive } from '../../../live/live-context.tsx'
import { tabLists } from '../../../live/live-state.ts'
import { neighbour } from '../../../live/next.ts'
import { isTab } from '../../../live/tabs.ts'
import { toastWithAction } from '../../../ui/toast-with-action.tsx'
import { useContactName } from '../../../ui/use-contact-name.ts'
import { useMessages } from './messages.ts'
import { type Actions, useActions } from './use-actions.ts'

type Act<Given extends unknown[]> = (conversation: ConversationSummary, ...given: Given) => Promise<boolean>

/** The actions on the open conversation: once one has removed it from its tab, the next one in the tab opens. */
export function useActionsThenNext(): Actions {
  const contactName = useContactName()
  const t = useMessages()
  const live = useLive()
  const actions = useActions()
  const [, go] = useLocation()
  const [tab] = (useParams<{ '*': string }>()['*'] ?? '').split('/')
  return useMemo(() => {
    const list = () => (isTab(tab) ? tabLists(live.state.get())[tab] : [])
    const moving =
      <Given extends unknown[]>(act: Act<Given>): Act<Given> =>
      async (conversation, ...given) => {
        const { id } = conversation
        const next = neighbour(list(), id)
        const done = await act(conversation, ...given)
        const isOpen = location.pathname === `/inbox/${tab}/${id}`
        if (done && isOpen && !list().some(each => each.id === id)) go(`/inbox/${tab}${next ? `/${next.id}` : ''}`)
        return done
      }
    const park = moving<[until?: ParkedUntil]>(actions.park)
    return {
      ...actions,
      giveBack: moving(actions.giveBack),
      transfer: moving(actions.transfer),
      close: moving(actions.close),
      dismiss: moving(actions.dismiss),
      async park(conversation, until) {
        const done = await park(conversation, until)
        // if it was already parked, only its time has changed
        if (done && conversation.status !== 'pending')
          toastWithAction('pine', t.parked(contactName(conversation.contact)), t.undo, () =>
            actions.resume(conversation)
          )
        return done
      }
    }
  }, [t, live, actions, tab, go, contactName])
}
