import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconBell, IconKeyboard, IconLock, IconLogout } from '@tabler/icons-react'
import { useState } from 'react'
import { AlertSettingsDialog } from '../alerts/alert-settings-dialog.tsx'
import { useMessages as useAlertWords } from '../alerts/messages.ts'
import { signOut, useMe } from '../api/session.ts'
import { useSignInMethods } from '../api/sign-in-methods.ts'
import { useMessages } from './messages.ts'
import { PasswordDialog } from './password-dialog.tsx'
import { shortcutSheet } from './shortcuts.tsx'

export function AccountMenu() {
  const t = useMessages()
  const { name, email, role } = useMe()
  const methods = useSignInMethods()
  const alerts = useAlertWords()
  const [changing, setChanging] = useState(false)
  const [alerting, setAlerting] = useState(false)
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <UnstyledButton ms={4}>
            <VisuallyHidden>{`${t.account}: ${name}`}</VisuallyHidden>
            <Avatar name={name} color="pine" size={34} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <div style={{ padding: '0.5rem 0.75rem' }}>
            <Text fw={600}>{name}</Text>
            <Text fz="sm" c="var(--text-soft)">
              {email}
            </Text>
            <Text fz="xs" c="var(--text-soft)">
              {t.role[role]}
            </Text>
          </div>
          <Menu.Divider />
          <Menu.Item leftSection={<IconBell size={16} />} onClick={() => setAlerting(true)}>
            {alerts.settings}
          </Menu.Item>
          <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={() => shortcutSheet.set(true)}>
            {t.keys.title}
          </Menu.Item>
          {methods?.password && (
            <Menu.Item leftSection={<IconLock size={16} />} onClick={() => setChanging(true)}>
              {t.changePassword}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
            {t.signOut}
            <Text fz="xs" c="var(--text-soft)">
              {t.signOutHint}
            </Text>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <AlertSettingsDialog opened={alerting} onClose={() => setAlerting(false)} />
      <PasswordDialog opened={changing} onClose={() => setChanging(false)} />
    </>
  )
}
