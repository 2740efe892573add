import type { ConversationSummary } from '@inbox/contracts'
import { ActionIcon, Button } from '@mantine/core'
import { IconMessagePlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useChannels } from '../../../api/directory.ts'
import { useMe } from '../../../api/session.ts'
import { useMessages } from './messages.ts'
import { StartDialog } from './start-dialog.tsx'
import { startable } from './whom.ts'

/** Starts a conversation if a channel permits it; `after`: with the contact of an ended one. */
export function StartButton({ after }: { after?: ConversationSummary }) {
  const t = useMessages()
  const { departmentIds } = useMe()
  const [opened, setOpened] = useState(false)
  const channels = startable(useChannels().data?.values() ?? [])
  const possible = after ? channels.some(({ id }) => id === after.channel.id) : channels.length > 0
  if (!possible || departmentIds.length === 0) return null
  const open = () => setOpened(true)
  return (
    <>
      {after ? (
        <Button size="sm" leftSection={<IconMessagePlus size={17} />} onClick={open}>
          {t.start}
        </Button>
      ) : (
        <ActionIcon variant="light" size={34} aria-label={t.start} title={t.start} onClick={open}>
          <IconMessagePlus size={18} stroke={1.8} />
        </ActionIcon>
      )}
      {opened && <StartDialog channels={channels} after={after} onClose={() => setOpened(false)} />}
    </>
  )
}
