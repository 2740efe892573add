import type { ChannelHealth } from '@inbox/contracts'
import { Badge, Tooltip } from '@mantine/core'
import { useMessages } from './channel-state.messages.ts'

const colors = { connected: 'green', failing: 'yellow', disconnected: 'red' } as const

/** Whether replies get out of a channel, in one word. */
export function ChannelState({ state }: Pick<ChannelHealth, 'state'>) {
  const t = useMessages()
  return (
    <Tooltip label={t.hints[state]} multiline maw={280}>
      <Badge variant="dot" color={colors[state]} tt="none" fw={500}>
        {t.states[state]}
      </Badge>
    </Tooltip>
  )
}
