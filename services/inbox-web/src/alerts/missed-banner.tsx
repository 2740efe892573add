import { MISSED_OFFERS, putMyStatus } from '@inbox/contracts'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconBellOff } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { useMe } from '../api/session.ts'
import { useLiveState } from '../live/live-context.tsx'
import { useMessages } from './messages.ts'
import classes from './missed-banner.module.css'

/**
 * Tells an agent whom missed offers made unavailable why nothing arrives; one click makes them available again.
 */
export function MissedBanner() {
  const t = useMessages()
  const { id: meId } = useMe()
  const [busy, setBusy] = useState(false)
  const presence = useLiveState(({ presences }) => presences.get(meId))
  if (presence?.status !== 'unavailable' || presence.reason !== MISSED_OFFERS) return null
  const comeBack = async () => {
    setBusy(true)
    await call(putMyStatus, { body: { status: 'available' } }).catch(() =>
      notifications.show({ color: 'red', message: t.statusFailed })
    )
    setBusy(false)
  }
  return (
    <div className={classes.banner} role="alert">
      <IconBellOff size={18} stroke={1.8} aria-hidden="true" />
      <span>{t.missed}</span>
      <Button size="compact-sm" loading={busy} onClick={() => void comeBack()}>
        {t.back}
      </Button>
    </div>
  )
}
