import { IconCloudOff } from '@tabler/icons-react'
import { useLink, useTrouble } from '../live/live-context.tsx'
import { useMessages } from './messages.ts'
import classes from './shell.module.css'

export function OfflineBanner() {
  const t = useMessages()
  const lost = useLink() === 'lost'
  const trouble = useTrouble()
  return (
    <div role="status" aria-live="polite">
      {lost && (
        <div className={classes.banner}>
          <IconCloudOff size={18} stroke={1.7} />
          {t.offline[trouble]}
        </div>
      )}
    </div>
  )
}
