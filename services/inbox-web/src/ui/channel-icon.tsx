import type { ChannelKind } from '@inbox/contracts'
import { IconApi, IconBrandWhatsapp, IconMail, IconMessageCircle, type TablerIcon } from '@tabler/icons-react'
import classes from './channel-icon.module.css'

const icons: Record<ChannelKind, TablerIcon> = {
  whatsapp: IconBrandWhatsapp,
  webchat: IconMessageCircle,
  email: IconMail,
  api: IconApi
}

/** The channel of a conversation, in its colour; grey once the conversation can no longer be answered. */
export function ChannelIcon({
  kind,
  inactive = false,
  size = 36
}: {
  kind: ChannelKind
  inactive?: boolean
  size?: number
}) {
  const Icon = icons[kind]
  return (
    <span className={classes.icon} data-kind={kind} data-inactive={inactive} style={{ width: size, height: size }}>
      <Icon size={size * 0.58} stroke={1.8} aria-hidden="true" />
    </span>
  )
}
