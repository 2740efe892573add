import type { Message } from '@inbox/contracts'
import { ActionIcon, Group, Popover, Tooltip, UnstyledButton } from '@mantine/core'
import { IconMoodPlus, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import composer from './composer.module.css'
import { useMessages } from './messages.ts'
import classes from './reactions.module.css'
import { reactToMessage, useChangeMessage } from './use-change-message.ts'

const offered = ['👍', '❤️', '😂', '😮', '😢', '🙏']

/** Reacts to a message of the contact, replacing our side's earlier reaction, or takes that back. */
export function ReactChooser({ message }: { message: Message }) {
  const t = useMessages()
  const [opened, setOpened] = useState(false)
  const { busy, change } = useChangeMessage()
  const current = message.ourReaction?.emoji
  const choose = (emoji?: string) => {
    setOpened(false)
    void change(reactToMessage(message, emoji))
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="top" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Tooltip label={t.react}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t.react}
            aria-disabled={busy}
            onClick={() => busy || setOpened(!opened)}
          >
            <IconMoodPlus size={17} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={4} aria-label={t.react}>
        <Group gap={2} wrap="nowrap" onKeyDown={moveFocus}>
          {offered.map(emoji => (
            <UnstyledButton
              key={emoji}
              className={composer.emoji}
              aria-pressed={emoji === current}
              onClick={() => choose(emoji)}
            >
              {emoji}
            </UnstyledButton>
          ))}
          {current !== undefined && (
            <UnstyledButton
              className={`${composer.emoji} ${classes.takeBack}`}
              aria-label={t.takeBackReaction}
              title={t.takeBackReaction}
              onClick={() => choose()}
            >
              <IconX size={18} />
            </UnstyledButton>
          )}
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}

/** Arrow keys move from one to the next, in the writing direction of the language. */
function moveFocus({ key, currentTarget }: KeyboardEvent<HTMLElement>): void {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
  const all = [...currentTarget.querySelectorAll('button')]
  const forward = (key === 'ArrowRight') === (getComputedStyle(currentTarget).direction === 'ltr')
  const next = all.indexOf(document.activeElement as HTMLButtonElement) + (forward ? 1 : -1)
  all.at(next % all.length)?.focus()
}
