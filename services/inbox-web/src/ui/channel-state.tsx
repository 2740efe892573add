import type { ChannelHealth } from '@inbox/contracts'
import { Badge, Tooltip } from '@mantine/core'
import { useMessages } from './channel-state.messages.ts'

const colors = { connected: 'green', failing: 'yellow', disconnected: 'red', notSetUp: 'gray' } as const

/** How a channel is looked at: one that nobody has set up yet is not broken. */
export const lookOf = ({ state, notSetUp }: Pick<ChannelHealth, 'state' | 'notSetUp'>) =>
  notSetUp ? 'notSetUp' : state

/** Whether replies get out of a channel, in one word. */
export function ChannelState(health: Pick<ChannelHealth, 'state' | 'notSetUp'>) {
  const t = useMessages()
  const look = lookOf(health)
  return (
    <Tooltip label={t.hints[look]} multiline maw={280}>
      <Badge variant="dot" color={colors[look]} tt="none" fw={500}>
        {t.states[look]}
      </Badge>
    </Tooltip>
  )
}
