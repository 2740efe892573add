import type { CannedReply } from '@inbox/contracts'
import { Popover, ScrollArea, Text, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './composer.module.css'
import { useMessages } from './messages.ts'

interface Props {
  opened: boolean
  found: readonly CannedReply[]
  /** The text of a reply with its places filled. */
  fill: (reply: CannedReply) => string
  onPick: (reply: CannedReply) => void
  onClose: () => void
  children: ReactNode
}

/** Above the text that is written: the canned replies that fit. */
export function CannedReplies({ opened, found, fill, onPick, onClose, children }: Props) {
  const t = useMessages()
  return (
    <Popover opened={opened} onDismiss={onClose} position="top" width="target" offset={4} withRoles={false}>
      <Popover.Target>
        <div>{children}</div>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <ScrollArea.Autosize mah={260} type="auto">
          {found.length === 0 && (
            <Text fz="sm" c="var(--text-soft)" p="sm">
              {t.cannedNone}
            </Text>
          )}
          {found.map((reply, index) => (
            <UnstyledButton
              key={reply.id}
              className={classes.canned}
              data-first={index === 0}
              onClick={() => onPick(reply)}
            >
              <span className={classes.cannedName}>
                {reply.name} <span className={classes.shortcut}>/{reply.shortcut}</span>
              </span>
              <span className={classes.cannedText}>{fill(reply)}</span>
            </UnstyledButton>
          ))}
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  )
}
