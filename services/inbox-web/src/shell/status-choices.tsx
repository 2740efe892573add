import type { ChosenStatus } from '@inbox/contracts'
import { Menu, Text } from '@mantine/core'
import { PresenceDot } from '../ui/presence-dot.tsx'
import { useMessages } from './messages.ts'

interface Props<Choice extends ChosenStatus> {
  choices: readonly Choice[]
  status: ChosenStatus | undefined
  onChoose: (status: Choice) => void
  /** What each choice means, shown below it. */
  hints?: Record<Choice, string>
}

/** What a status can be changed to, as menu items. */
export function StatusChoices<Choice extends ChosenStatus>({ choices, status, onChoose, hints }: Props<Choice>) {
  const t = useMessages()
  return choices.map(each => (
    <Menu.RadioItem
      key={each}
      value={each}
      checked={each === status}
      onChange={() => onChoose(each)}
      rightSection={<PresenceDot status={each} link="connected" />}
      closeMenuOnClick
    >
      {t.status[each]}
      {hints && (
        <Text fz="xs" c="var(--text-soft)">
          {hints[each]}
        </Text>
      )}
    </Menu.RadioItem>
  ))
}
