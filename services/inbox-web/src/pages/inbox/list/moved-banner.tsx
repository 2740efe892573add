import { resumeAll } from '@inbox/contracts'
import { Button, CloseButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { useMe } from '../../../api/session.ts'
import { useLive, useTabLists } from '../../../live/live-context.tsx'
import { useMessages } from '../messages.ts'
import classes from './moved-banner.module.css'

/** Conversations moved to My Inbox by a lost connection, until they are resumed or the agent dismisses the banner. */
export function MovedBanner() {
  const t = useMessages()
  const live = useLive()
  const { id: meId } = useMe()
  const [seen, setSeen] = useState<readonly string[]>([])
  const [busy, setBusy] = useState(false)
  const moved = useTabLists().myInbox.filter(
    ({ id, agent, reason }) => agent?.id === meId && reason === 'agentLost' && !seen.includes(id)
  )
  if (moved.length === 0) return null
  const resume = async () => {
    setBusy(true)
    try {
      const { resumed, refused } = await call(resumeAll, { body: {} })
      for (const each of resumed) live.learn(each)
      if (refused.length > 0) notifications.show({ color: 'yellow', message: t.notResumed(refused.length) })
    } catch {
      notifications.show({ color: 'red', message: t.resumeFailed })
    }
    setBusy(false)
  }
  return (
    <div className={classes.banner} role="status">
      <IconPlugConnectedX size={18} stroke={1.8} aria-hidden="true" />
      <span className={classes.text}>{t.moved(moved.length)}</span>
      <Button size="compact-sm" loading={busy} onClick={() => void resume()}>
        {t.resumeAll}
      </Button>
      <CloseButton size="sm" aria-label={t.hide} onClick={() => setSeen(moved.map(({ id }) => id))} />
    </div>
  )
}
