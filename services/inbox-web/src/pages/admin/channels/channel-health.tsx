import { type Channel, getChannelHealth } from '@inbox/contracts'
import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { useChannelHealth } from '../../../api/channel-health.ts'
import { Section } from '../../../forms/editor.tsx'
import { useFormat } from '../../../i18n/format.ts'
import { useMessages } from '../../../ui/channel-state.messages.ts'
import { ChannelState, lookOf } from '../../../ui/channel-state.tsx'

const EVERY_MS = 15_000

/** How replies get out of the channel: its state, since when, what waits, and what went wrong last. */
export function ChannelHealth({ channel: { id } }: { channel: Channel }) {
  const t = useMessages()
  const format = useFormat()
  // a change that is pushed is read again with it
  const pushed = useChannelHealth().get(id)
  const { data: health } = useQuery({
    queryKey: ['channel-health', id, pushed?.state, pushed?.notSetUp],
    queryFn: () => call(getChannelHealth, { params: { id } }),
    staleTime: 0,
    refetchInterval: EVERY_MS
  })
  if (!health) return null
  const { state, since, backlog, oldest, error, notSetUp } = health
  return (
    <Section title={t.title} hint={t.hints[lookOf(health)]}>
      <Group gap="sm">
        <ChannelState {...health} />
        {state !== 'connected' && !notSetUp && (
          <Text fz="sm">
            {t.since} {format.dateTime(since)}
          </Text>
        )}
      </Group>
      <Text fz="sm">
        {t.waiting}: {format.number(backlog)}
        {oldest && ` · ${t.oldest}: ${format.dateTime(oldest)}`}
      </Text>
      {error && !notSetUp && (
        <Text fz="sm" c="var(--danger)" style={{ overflowWrap: 'anywhere' }}>
          {t.lastError}: <bdi>{error}</bdi>
        </Text>
      )}
    </Section>
  )
}
