import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'

/** A temporary message with one action, which also dismisses it. */
export function toastWithAction(color: 'pine' | 'yellow', message: string, label: string, act: () => unknown): void {
  const id = notifications.show({
    color,
    message: (
      <Group justify="space-between" wrap="nowrap">
        {message}
        <Button
          size="compact-sm"
          variant="subtle"
          flex="none"
          onClick={() => {
            notifications.hide(id)
            act()
          }}
        >
          {label}
        </Button>
      </Group>
    )
  })
}
