import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'

/** A message for a moment with one thing that can be done about it; doing it takes the message away. */
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
