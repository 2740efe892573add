import type { ConversationSummary } from '@inbox/contracts'
import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useMe } from '../api/session.ts'
import { useLive } from '../live/live-context.tsx'
import { tabOf } from '../live/tabs.ts'
import { useLineOf } from '../ui/last-message.tsx'
import { toastWithAction } from '../ui/toast-with-action.tsx'
import { useContactName } from '../ui/use-contact-name.ts'
import type { Alert } from './alert.ts'
import { useMessages } from './messages.ts'
import { notify } from './notify.ts'

type Show = (alert: Alert, conversation: ConversationSummary) => void

/**
 * Shows an alert. While the app is out of sight it is a notification, until it is over (the offer answered, the message
 * read). In the app, lists and cards show everything except what comes back and a note in somebody else's conversation:
 * these get toasts.
 */
export function useShowAlert() {
  const contactName = useContactName()
  const t = useMessages()
  const lineOf = useLineOf()
  const me = useMe()
  const [, go] = useLocation()
  const remember = useOpenNotifications(me.id)
  const show: Show = ({ kind, text }, conversation) => {
    const { id, lastMessage, channel, contact } = conversation
    const title = t.title[kind](contactName(contact))
    const path = `/inbox/${tabOf(conversation, me) ?? 'ongoing'}/${id}`
    const open = () => go(path)
    if (document.visibilityState === 'visible') {
      if (kind === 'note' || kind === 'back') toastWithAction('yellow', title, t.open, open)
      return
    }
    const said = text ?? (lastMessage ? lineOf(lastMessage) : '')
    remember(id, notify({ title, body: `${said}\n${channel.name}`.trim(), tag: id, path, onOpen: open }))
  }
  const latest = useRef(show)
  latest.current = show
  return latest
}

/** Removes the notification of a conversation that no longer needs its reader. */
function useOpenNotifications(meId: string) {
  const { connection } = useLive()
  const open = useRef(new Map<string, () => void>())
  useEffect(() => {
    const close = (id: string) => {
      open.current.get(id)?.()
      open.current.delete(id)
    }
    const stops = [
      connection.on('conversation', ({ id, status, unread, agent }) => {
        if (status === 'closed' || (status === 'ongoing' && (agent?.id !== meId || unread === 0))) close(id)
      }),
      connection.on('offer.revoked', ({ conversationId }) => close(conversationId))
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [connection, meId])
  return (id: string, close: () => void) => void open.current.set(id, close)
}
