import type { ChannelIcon as Icon } from '@inbox/contracts'
import {
  IconApi,
  IconBrandDiscord,
  IconBrandInstagram,
  IconBrandLine,
  IconBrandMessenger,
  IconBrandSlack,
  IconBrandTeams,
  IconBrandTelegram,
  IconBrandTiktok,
  IconBrandWechat,
  IconBrandWhatsapp,
  IconBrandX,
  IconDeviceMobileMessage,
  IconMail,
  IconMessageCircle,
  IconPhone,
  IconWorld,
  type TablerIcon
} from '@tabler/icons-react'
import classes from './channel-icon.module.css'

const icons: Record<Icon, TablerIcon> = {
  whatsapp: IconBrandWhatsapp,
  webchat: IconMessageCircle,
  email: IconMail,
  api: IconApi,
  instagram: IconBrandInstagram,
  messenger: IconBrandMessenger,
  telegram: IconBrandTelegram,
  sms: IconDeviceMobileMessage,
  phone: IconPhone,
  x: IconBrandX,
  wechat: IconBrandWechat,
  line: IconBrandLine,
  teams: IconBrandTeams,
  slack: IconBrandSlack,
  discord: IconBrandDiscord,
  tiktok: IconBrandTiktok,
  website: IconWorld
}

/** The icon of a medium, in its colour; grey where answering is no longer possible. */
export function ChannelIcon({ icon, inactive = false, size = 36 }: { icon: Icon; inactive?: boolean; size?: number }) {
  const Icon = icons[icon]
  return (
    <span className={classes.icon} data-icon={icon} data-inactive={inactive} style={{ width: size, height: size }}>
      <Icon size={size * 0.58} stroke={1.8} aria-hidden="true" />
    </span>
  )
}
