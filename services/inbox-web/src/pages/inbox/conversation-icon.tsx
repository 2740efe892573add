import type { ConversationSummary } from '@inbox/contracts'
import { useChannels } from '../../api/directory.ts'
import { ChannelIcon } from '../../ui/channel-icon.tsx'

/** The current icon of a conversation's channel; grey once the conversation can no longer be answered. */
export function ConversationIcon({ conversation, size }: { conversation: ConversationSummary; size?: number }) {
  const { channel, status } = conversation
  const icon = useChannels().data?.get(channel.id)?.icon ?? channel.kind
  const inactive = status === 'inactive' || status === 'closed'
  return <ChannelIcon icon={icon} inactive={inactive} {...(size && { size })} />
}
