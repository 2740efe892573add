import { Popover, Text, VisuallyHidden } from '@mantine/core'
import type { ReactElement } from 'react'
import classes from './composer.module.css'
import { useMessages } from './messages.ts'
import { optionId, type useCannedPicker } from './use-canned-picker.ts'

interface Props {
  picker: ReturnType<typeof useCannedPicker>
  /** The input area: clicks inside it do not close the list. */
  children: ReactElement
}

/** The matching canned replies, above the input area. */
export function CannedReplies({ picker, children }: Props) {
  const t = useMessages()
  const { id, opened, found, active } = picker
  return (
    <Popover
      opened={opened}
      onDismiss={() => picker.show(false)}
      position="top"
      width="target"
      offset={4}
      withRoles={false}
    >
      <Popover.Target>{children}</Popover.Target>
      <VisuallyHidden role="status">{opened && t.cannedFound(found.length)}</VisuallyHidden>
      <Popover.Dropdown p={4}>
        {found.length === 0 && (
          <Text fz="sm" c="var(--text-soft)" p="sm">
            {t.cannedFound(0)}
          </Text>
        )}
        <div className={classes.cannedList} id={id} role="listbox" aria-label={t.canned}>
          {found.map((reply, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the text field keeps the focus and handles the keys
            <div
              key={reply.id}
              id={optionId(id, index)}
              className={classes.canned}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              ref={index === active ? reveal : undefined}
              onMouseMove={() => picker.activate(index)}
              onMouseDown={event => event.preventDefault()}
              onClick={() => picker.pick(reply)}
            >
              <span className={classes.cannedName}>
                {reply.name} <span className={classes.shortcut}>/{reply.shortcut}</span>
              </span>
              <span className={classes.cannedText}>{picker.fill(reply)}</span>
            </div>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

const reveal = (option: HTMLElement | null) => option?.scrollIntoView({ block: 'nearest' })
