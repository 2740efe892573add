import type { ChannelHealth } from '@inbox/contracts'
import { Badge, Group, Tooltip } from '@mantine/core'
import { useMessages } from './channel-state.messages.ts'

const colors = { connected: 'green', failing: 'yellow', disconnected: 'red', notSetUp: 'gray' } as const

type Look = Pick<ChannelHealth, 'state' | 'notSetUp'>

/** The look of a channel's state: a channel not yet set up is not broken. */
export const lookOf = ({ state, notSetUp }: Look) => (notSetUp ? 'notSetUp' : state)

/** Whether a channel's replies go out or, with `receiving`, whether its messages come in, in one word. */
export function ChannelState({ receiving = false, ...health }: Look & { receiving?: boolean }) {
  const t = useMessages()
  const look = lookOf(health)
  const hint = receiving && look !== 'notSetUp' ? t.receivingHints[look] : t.hints[look]
  return (
    <Tooltip label={hint} multiline maw={280}>
      <Badge variant="dot" color={colors[look]} tt="none" fw={500}>
        {receiving ? `${t.receiving}: ${t.states[look]}` : t.states[look]}
      </Badge>
    </Tooltip>
  )
}

/** Both sides of a channel; receiving is shown only if it is in trouble. */
export function ChannelSides({ receiving, ...health }: Look & Pick<ChannelHealth, 'receiving'>) {
  return (
    <Group gap={4}>
      <ChannelState {...health} />
      {isTrouble(receiving) && <ChannelState receiving state={receiving.state} />}
    </Group>
  )
}

export const isTrouble = <Side extends { state: ChannelHealth['state'] }>(side: Side | undefined): side is Side =>
  side !== undefined && side.state !== 'connected'
