import { type Channel, getChannelHealth, type ChannelHealth as Health, type ProviderAccount } from '@inbox/contracts'
import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/call.ts'
import { useChannelHealth } from '../../../api/channel-health.ts'
import { Section } from '../../../forms/editor.tsx'
import { useFormat } from '../../../i18n/format.ts'
import { useMessages } from '../../../ui/channel-state.messages.ts'
import { ChannelState, lookOf } from '../../../ui/channel-state.tsx'

const EVERY_MS = 15_000

/** How the channel's replies and incoming messages fare: since when, what waits, and the last error. */
export function ChannelHealth({ channel: { id } }: { channel: Channel }) {
  const t = useMessages()
  const format = useFormat()
  // a pushed change triggers a refetch
  const pushed = useChannelHealth().get(id)
  const { data: health } = useQuery({
    queryKey: ['channel-health', id, pushed?.state, pushed?.notSetUp, pushed?.receiving?.state],
    queryFn: () => call(getChannelHealth, { params: { id } }),
    staleTime: 0,
    refetchInterval: EVERY_MS
  })
  if (!health) return null
  const { backlog, oldest, notSetUp, receiving, account } = health
  return (
    <Section title={t.title} hint={t.hints[lookOf(health)]}>
      <Side health={health} label={receiving && t.sending} />
      <Text fz="sm">
        {t.waiting}: {format.number(backlog)}
        {oldest && ` · ${t.oldest}: ${format.dateTime(oldest)}`}
      </Text>
      {receiving && !notSetUp && (
        <>
          <Side health={receiving} label={t.receiving} />
          <Text fz="sm">{t.receivingHints[receiving.state]}</Text>
        </>
      )}
      {account && <Account told={account} />}
    </Section>
  )
}

type SideHealth = Pick<Health, 'state' | 'since' | 'error' | 'notSetUp'>

/** The state of one side of the channel, and its last error. */
function Side({ health: { state, since, error, notSetUp }, label }: { health: SideHealth; label: string | undefined }) {
  const t = useMessages()
  const format = useFormat()
  return (
    <>
      <Group gap="sm">
        {label && <Text fz="sm">{label}</Text>}
        <ChannelState state={state} {...(notSetUp && { notSetUp })} />
        {state !== 'connected' && !notSetUp && (
          <Text fz="sm">
            {t.since} {format.dateTime(since)}
          </Text>
        )}
      </Group>
      {error && !notSetUp && (
        <Text fz="sm" c="var(--danger)" style={{ overflowWrap: 'anywhere' }}>
          {t.lastError}: <bdi>{error}</bdi>
        </Text>
      )}
    </>
  )
}

/** What the provider reports about our account. */
function Account({ told: { startsPerDay, notice, toldAt } }: { told: ProviderAccount }) {
  const t = useMessages()
  const format = useFormat()
  return (
    <>
      {startsPerDay !== undefined && (
        <Text fz="sm">
          {t.startsPerDay}: {startsPerDay === 'unlimited' ? t.unlimited : format.number(startsPerDay)}
        </Text>
      )}
      {notice && (
        <Text fz="sm" c="var(--danger)" style={{ overflowWrap: 'anywhere' }}>
          {t.notice}: <bdi>{notice}</bdi> · {format.dateTime(toldAt)}
        </Text>
      )}
    </>
  )
}
