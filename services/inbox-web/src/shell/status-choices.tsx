import type { ChosenStatus } from '@inbox/contracts'
import { Menu, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { PresenceDot } from '../ui/presence-dot.tsx'
import { useMessages } from './messages.ts'

interface Props<Choice extends ChosenStatus> {
  choices: readonly Choice[]
  status: ChosenStatus | undefined
  onChoose: (status: Choice) => void
  /** What each means, shown below it. */
  hints?: Record<Choice, string>
}

/** What a status can be changed to, as the items of a menu. */
export function StatusChoices<Choice extends ChosenStatus>({ choices, status, onChoose, hints }: Props<Choice>) {
  const t = useMessages()
  return choices.map(each => (
    <Menu.Item
      key={each}
      role="menuitemradio"
      aria-checked={each === status}
      onClick={() => onChoose(each)}
      leftSection={<PresenceDot status={each} link="connected" />}
      rightSection={each === status && <IconCheck size={16} />}
    >
      {t.status[each]}
      {hints && (
        <Text fz="xs" c="var(--text-soft)">
          {hints[each]}
        </Text>
      )}
    </Menu.Item>
  ))
}
