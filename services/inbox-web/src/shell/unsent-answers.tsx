import { Anchor } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useEffect } from 'react'
import { Link, useLocation } from 'wouter'
import { useMe } from '../api/session.ts'
import { useLink, useLiveState } from '../live/live-context.tsx'
import { shown } from '../live/live-state.ts'
import { tabOf } from '../live/tabs.ts'
import { outbox, useOutgoing } from '../pages/inbox/outbox/page-outbox.ts'
import { useContactName } from '../ui/use-contact-name.ts'
import { useMessages } from './messages.ts'
import classes from './shell.module.css'
import { useForgetErased } from './use-forget-erased.ts'

/** Sends what waits in the outbox, whatever page is open, and reports refusals that are not on the screen. */
export function UnsentAnswers() {
  const contactName = useContactName()
  const t = useMessages()
  const { id: meId } = useMe()
  const [path] = useLocation()
  useFlushing()
  useForgetErased()
  const [first] = useOutgoing(meId).filter(each => each.refused && each.conversationId !== path.split('/').at(-1))
  const conversation = useLiveState(state => (first ? shown(state, first.conversationId) : undefined))
  const viewer = useLiveState(state => state.viewer)
  if (!first) return <div role="status" />
  const tab = (conversation && tabOf(conversation, viewer)) ?? 'ongoing'
  return (
    <div role="status" className={classes.banner}>
      <IconAlertCircle size={18} stroke={1.7} aria-hidden="true" />
      {t.notSent(conversation && contactName(conversation.contact))}
      <Anchor component={Link} href={`/inbox/${tab}/${first.conversationId}`} inherit c="inherit" td="underline">
        {t.showUnsent}
      </Anchor>
    </div>
  )
}

function useFlushing(): void {
  const link = useLink()
  useEffect(() => {
    if (link === 'connected') outbox.flush()
  }, [link])
  useEffect(() => {
    const flush = () => outbox.flush()
    // if the browser stores nothing, what still waits would be lost with the page
    const ask = (event: BeforeUnloadEvent) => outbox.endangered() && event.preventDefault()
    flush()
    window.addEventListener('online', flush)
    window.addEventListener('beforeunload', ask)
    return () => {
      window.removeEventListener('online', flush)
      window.removeEventListener('beforeunload', ask)
    }
  }, [])
}
