import type { ConversationSummary } from '@inbox/contracts'
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { useMe } from '../api/session.ts'
import { useLive, useTabLists } from '../live/live-context.tsx'
import { contactName } from '../ui/contact-name.ts'
import { useLineOf } from '../ui/last-message.tsx'
import { alertSettings } from './alert-settings.ts'
import { chime } from './chime.ts'
import { useMessages } from './messages.ts'
import { useLeadership } from './use-leadership.ts'

/** Rings when something is offered: a sound, and a notification if nobody looks; in one of an agent's tabs only. */
export function OfferAlerts() {
  const t = useMessages()
  const lineOf = useLineOf()
  const me = useMe()
  const { connection } = useLive()
  const leads = useLeadership(`inbox-alerts:${me.id}`)
  const [, go] = useLocation()
  useCountInTitle()
  useEffect(() => {
    if (!leads) return
    const open = new Map<string, Notification>()
    const close = (id: string) => open.get(id)?.close()
    const ring = (conversation: ConversationSummary) => {
      if (conversation.offer?.agentId !== me.id) return
      if (alertSettings.get().sound) chime()
      if (!mayNotify() || document.visibilityState === 'visible') return
      const notification = new Notification(t.offerTitle(contactName(conversation.contact)), {
        body: conversation.lastMessage ? lineOf(conversation.lastMessage) : '',
        tag: conversation.id,
        icon: '/icon.svg'
      })
      notification.addEventListener('click', () => {
        window.focus()
        go(`/inbox/ongoing/${conversation.id}`)
      })
      open.set(conversation.id, notification)
    }
    const stops = [
      connection.on('offer', ring),
      connection.on('offer.revoked', ({ conversationId }) => close(conversationId)),
      connection.on('conversation', ({ id, status }) => status !== 'offered' && close(id))
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [leads, connection, me.id, t, lineOf, go])
  return null
}

const mayNotify = () => 'Notification' in window && Notification.permission === 'granted'

/** The tab's title tells how many conversations want something: offers, and one's own with something unread. */
function useCountInTitle(): void {
  const me = useMe()
  const { ongoing, myInbox } = useTabLists()
  const count = [...ongoing, ...myInbox].filter(
    ({ offer, agent, unread }) => offer?.agentId === me.id || (agent?.id === me.id && unread > 0)
  ).length
  useEffect(() => {
    document.title = count > 0 ? `(${count}) Service Inbox` : 'Service Inbox'
  }, [count])
}
