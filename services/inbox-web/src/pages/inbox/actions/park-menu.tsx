import type { ConversationSummary, ParkedUntil } from '@inbox/contracts'
import { ActionIcon, Menu, Text } from '@mantine/core'
import { IconCalendarTime, IconClockPause, IconMessageCircleDown } from '@tabler/icons-react'
import { useState } from 'react'
import { serverNow } from '../../../state/server-clock.ts'
import { useParkedUntilWords } from '../../../ui/use-parked-until-words.ts'
import { useMessages } from './messages.ts'
import { ParkDialog } from './park-dialog.tsx'
import { parkTimes } from './park-times.ts'
import type { Actions } from './use-actions.ts'

/** Parks until a given time or until the contact writes; for a parked conversation it changes that. */
export function ParkMenu({ conversation, actions }: { conversation: ConversationSummary; actions: Actions }) {
  const t = useMessages()
  const words = useParkedUntilWords()
  const [opened, open] = useState(false)
  const [chooses, choose] = useState(false)
  const { window } = conversation
  const park = (until: ParkedUntil) => void actions.park(conversation, until)
  return (
    <>
      <Menu position="bottom-end" opened={opened} onChange={open}>
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={t.parkUntil} title={t.parkUntil} data-action="parkUntil">
            <IconClockPause size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t.parkUntil}</Menu.Label>
          {opened &&
            parkTimes(new Date(serverNow())).map(([name, time]) => (
              <Menu.Item
                key={name}
                rightSection={
                  <Text fz="xs" c="var(--text-soft)">
                    {words.time(time.toISOString())}
                  </Text>
                }
                onClick={() => park(time.toISOString())}
                data-until={name}
              >
                {t.parkTimes[name]}
                {window && time >= new Date(window.expiresAt) && (
                  <Text fz="xs" c="var(--warn)">
                    {t.afterWindow}
                  </Text>
                )}
              </Menu.Item>
            ))}
          <Menu.Item
            leftSection={<IconCalendarTime size={16} stroke={1.9} />}
            onClick={() => choose(true)}
            data-until="chosen"
          >
            {t.chooseTime}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconMessageCircleDown size={16} stroke={1.9} />}
            onClick={() => park('contactWrites')}
            data-until="contactWrites"
          >
            {t.untilContactWrites}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {chooses && <ParkDialog conversation={conversation} actions={actions} onClose={() => choose(false)} />}
    </>
  )
}
