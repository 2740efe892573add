import { IconPlugConnectedX } from '@tabler/icons-react'
import { useChannelHealth } from '../api/channel-health.ts'
import { useChannels } from '../api/directory.ts'
import { useMe } from '../api/session.ts'
import { useFormat } from '../i18n/format.ts'
import { useMessages } from './messages.ts'
import classes from './shell.module.css'

/**
 * Tells everybody in a channel's department that its replies do not go out, or that customers' messages do not arrive,
 * until an administrator has fixed it.
 */
export function ChannelBanner() {
  const t = useMessages()
  const format = useFormat()
  const me = useMe()
  const channels = useChannels().data
  const broken = [...useChannelHealth().values()].flatMap(({ channelId, state, since, notSetUp, receiving }) => {
    const channel = channels?.get(channelId)
    const concerns = channel && (me.role !== 'agent' || me.departmentIds.includes(channel.departmentId))
    if (!concerns) return []
    const { name } = channel
    return [
      ...(state === 'disconnected' && !notSetUp ? [t.channelDisconnected(name, format.dateTime(since))] : []),
      ...(receiving?.state === 'disconnected' ? [t.mailboxDisconnected(name, format.dateTime(receiving.since))] : [])
    ]
  })
  return (
    <div role="status" aria-live="polite">
      {broken.map(words => (
        <div key={words} className={classes.banner}>
          <IconPlugConnectedX size={18} stroke={1.7} aria-hidden="true" />
          {words}
        </div>
      ))}
    </div>
  )
}
