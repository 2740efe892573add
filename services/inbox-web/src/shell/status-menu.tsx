import { type ChosenStatus, putMyStatus } from '@inbox/contracts'
import { Button, Menu, Text, VisuallyHidden } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconChevronDown } from '@tabler/icons-react'
import { call } from '../api/call.ts'
import { useMe } from '../api/session.ts'
import { useLink, useLiveState } from '../live/live-context.tsx'
import { PresenceDot } from '../ui/presence-dot.tsx'
import { useMessages } from './messages.ts'
import { StatusChoices } from './status-choices.tsx'

const choices = ['available', 'unavailable', 'preBreak', 'break'] as const satisfies ChosenStatus[]

/** The status that the agent chose and whether they are connected, both always in sight. */
export function StatusMenu() {
  const t = useMessages()
  const me = useMe()
  const link = useLink()
  const presence = useLiveState(({ presences }) => presences.get(me.id))
  const status = presence?.status
  const choose = (next: ChosenStatus) =>
    call(putMyStatus, { body: { status: next } }).catch(() =>
      notifications.show({ color: 'red', message: t.statusFailed })
    )
  return (
    <Menu position="bottom-end" width={290}>
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          radius="xl"
          leftSection={<PresenceDot status={status} link={link === 'connected' ? presence?.link : 'disconnected'} />}
          rightSection={<IconChevronDown size={14} />}
        >
          <VisuallyHidden>{t.myStatus}: </VisuallyHidden>
          {status ? t.status[status] : '…'}
          <Text component="span" fz="xs" c="var(--text-soft)" ms={6} visibleFrom="sm">
            {t.link[link]}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <StatusChoices choices={choices} status={status} onChoose={next => void choose(next)} hints={t.statusHint} />
      </Menu.Dropdown>
    </Menu>
  )
}
