import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { signOut, useMe } from '../api/session.ts'
import { useMessages } from './messages.ts'

export function AccountMenu() {
  const t = useMessages()
  const { name, email, role } = useMe()
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton aria-label={`${t.account}: ${name}`} ms={4}>
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
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t.signOut}
          <Text fz="xs" c="var(--text-soft)">
            {t.signOutHint}
          </Text>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
