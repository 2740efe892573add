import { type ConversationSummary, getConversation } from '@inbox/contracts'
import { useEffect, useRef } from 'react'
import { call } from '../api/call.ts'
import { useDepartments } from '../api/directory.ts'
import { useMe } from '../api/session.ts'
import type { Live } from '../live/live.ts'
import { useLive, useTabLists } from '../live/live-context.tsx'
import { type Alert, alertOf, type Happened, type Situation } from './alert.ts'
import { alertSettings } from './alert-settings.ts'
import { chime } from './chime.ts'
import { isMineToRing, isWorthASound } from './ring-once.ts'
import { usePush } from './use-push.ts'
import { useShowAlert } from './use-show-alert.tsx'

/** Rings for whatever an agent wants to hear about, once, in one of the open tabs. */
export function Alerts() {
  const live = useLive()
  const situation = useSituation(live)
  const show = useShowAlert()
  useCountInTitle()
  usePush()
  useEffect(() => {
    const ring = async (alert: Alert | undefined) => {
      if (!alert || isBeingRead(alert) || !(await isMineToRing(alert.key))) return
      const ways = alertSettings.get()[alert.kind]
      if (ways.sound && (await isWorthASound(alert.conversationId))) chime()
      if (ways.notification) show.current(alert, await conversationOf(alert))
    }
    const { connection } = live
    const stops = (['offer', 'message', 'conversation', 'note'] as const).map(event =>
      connection.on(event, payload => void ring(alertOf({ event, payload } as Happened, situation.current)))
    )
    return () => {
      for (const stop of stops) stop()
    }
  }, [live, situation, show])
  return null
}

/** What an agent is looking at needs no alert, except an offer, because it has a deadline. */
const isBeingRead = ({ kind, conversationId }: Alert) =>
  kind !== 'offer' && document.visibilityState === 'visible' && location.pathname.endsWith(`/${conversationId}`)

const conversationOf = ({ conversation, conversationId }: Alert): Promise<ConversationSummary> | ConversationSummary =>
  conversation ?? call(getConversation, { params: { id: conversationId } })

function useSituation(live: Live) {
  const me = useMe()
  const departments = useDepartments()
  const situation: Situation = {
    viewer: me,
    get available() {
      return live.state.get().presences.get(me.id)?.status === 'available'
    },
    known: id => live.state.get().conversations.get(id),
    department: id => departments.get(id)
  }
  const latest = useRef(situation)
  latest.current = situation
  return latest
}

/** Shows in the tab's title how many conversations need attention: offers, and the agent's own with unread messages. */
function useCountInTitle(): void {
  const me = useMe()
  const { ongoing, myInbox } = useTabLists()
  const wants = ({ offer, agent, unread }: ConversationSummary) =>
    offer?.agentId === me.id || (agent?.id === me.id && unread > 0)
  const count = [...ongoing, ...myInbox].filter(wants).length
  useEffect(() => {
    document.title = count > 0 ? `(${count}) Service Inbox` : 'Service Inbox'
  }, [count])
}
