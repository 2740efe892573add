import { ActionIcon, Popover, SimpleGrid, UnstyledButton } from '@mantine/core'
import { IconMoodSmile } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './composer.module.css'
import { useMessages } from './messages.ts'

const emoji = [
  ...['😀', '😊', '😉', '😂', '🙂', '🤗', '🤔', '😅', '😍', '😎', '😢', '😮', '😕', '😴', '🤝', '🙏'],
  ...['👍', '👎', '👏', '👋', '💪', '👌', '✌️', '🙌', '❤️', '💚', '🎉', '🎁', '⭐', '🔥', '✅', '❌'],
  ...['⚠️', '❓', '❗', 'ℹ️', '📞', '📧', '📅', '⏰', '📦', '🚚', '💳', '🧾', '🔒', '🔑', '🛠️', '📍']
]

export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const t = useMessages()
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" trapFocus withinPortal>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t.emoji}
          title={t.emoji}
          onClick={() => setOpened(!opened)}
        >
          <IconMoodSmile size={20} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={6}>
        <SimpleGrid cols={8} spacing={2} verticalSpacing={2}>
          {emoji.map(each => (
            <UnstyledButton
              key={each}
              className={classes.emoji}
              onClick={() => {
                onPick(each)
                setOpened(false)
              }}
            >
              {each}
            </UnstyledButton>
          ))}
        </SimpleGrid>
      </Popover.Dropdown>
    </Popover>
  )
}
