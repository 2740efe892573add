import { Alert, Button, Group, Modal, Stack, Switch, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconVolume } from '@tabler/icons-react'
import { useState } from 'react'
import { useStore } from '../state/store.ts'
import { type AlertWay, alertKinds, alertSettings, setAlert } from './alert-settings.ts'
import { chime } from './chime.ts'
import { useMessages } from './messages.ts'
import { askPermission } from './use-push.ts'

const ways: readonly AlertWay[] = ['sound', 'notification']

/** What an agent is alerted to on this machine, and how. */
export function AlertSettingsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useMessages()
  const settings = useStore(alertSettings)
  return (
    <Modal opened={opened} onClose={onClose} title={t.settings} centered>
      <Stack>
        <Text fz="sm" c="var(--text-soft)">
          {t.settingsHint}
        </Text>
        <Permission />
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Td>
                <VisuallyHidden>{t.settings}</VisuallyHidden>
              </Table.Td>
              {ways.map(way => (
                <Table.Th key={way} scope="col">
                  {t.way[way]}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {alertKinds.map(kind => (
              <Table.Tr key={kind}>
                <Table.Th scope="row" fw={400}>
                  {t.kind[kind]}
                </Table.Th>
                {ways.map(way => (
                  <Table.Td key={way}>
                    <Switch
                      aria-label={`${t.kind[kind]}: ${t.way[way]}`}
                      checked={settings[kind][way]}
                      onChange={event => setAlert(kind, way, event.currentTarget.checked)}
                    />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Group justify="flex-end">
          <Button variant="default" leftSection={<IconVolume size={16} />} onClick={chime}>
            {t.tryOut}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Whether the browser permits notifications, and what to do if it does not. */
function Permission() {
  const t = useMessages()
  const isThere = 'Notification' in window
  const [permission, setPermission] = useState<NotificationPermission | 'missing'>(
    isThere ? Notification.permission : 'missing'
  )
  if (permission === 'granted') return null
  return (
    <Alert color="yellow" variant="light" p="sm">
      <Group justify="space-between">
        <Text fz="sm">{t.permission[permission]}</Text>
        {permission === 'default' && (
          <Button size="compact-sm" onClick={() => void askPermission().then(setPermission)}>
            {t.allow}
          </Button>
        )}
      </Group>
    </Alert>
  )
}
