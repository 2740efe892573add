import { createOneTimePassword, type OperationAnswer } from '@inbox/contracts'
import { Alert, Button, Code, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { useMessages as useFormWords } from '../../../forms/messages.ts'
import { useFormat } from '../../../i18n/format.ts'
import { CopyText } from '../../../ui/copy.tsx'
import { useMessages } from './messages.ts'

type Made = OperationAnswer<typeof createOneTimePassword>

interface Props {
  agent: { id: string; name: string }
  disabled: boolean
  /** Called once a password was made, which gives the agent a new version. */
  onMade: () => void
}

/** Makes a one-time password for somebody who cannot sign in; it is shown only once. */
export function OneTimePassword({ agent: { id, name }, disabled, onMade }: Props) {
  const t = useMessages()
  const words = useFormWords()
  const [asking, setAsking] = useState(false)
  const [made, setMade] = useState<Made>()
  const make = async () => {
    setAsking(false)
    try {
      setMade(await call(createOneTimePassword, { params: { id }, body: {} }))
    } catch {
      notifications.show({ color: 'red', message: words.unreachable })
    }
  }
  return (
    <div>
      <Button variant="default" leftSection={<IconKey size={16} />} disabled={disabled} onClick={() => setAsking(true)}>
        {t.oneTime}
      </Button>
      <Text fz="xs" c="var(--text-soft)" mt={5}>
        {disabled ? t.oneTimeSaveFirst : t.oneTimeHint}
      </Text>
      <Modal opened={asking} onClose={() => setAsking(false)} title={t.oneTimeFor(name)} centered>
        <Stack>
          <Text fz="sm">{t.oneTimeEffect}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(false)}>
              {words.cancel}
            </Button>
            <Button onClick={() => void make()}>{t.oneTime}</Button>
          </Group>
        </Stack>
      </Modal>
      {made && <MadeDialog made={made} name={name} onClose={onMade} />}
    </div>
  )
}

function MadeDialog({ made, name, onClose }: { made: Made; name: string; onClose: () => void }) {
  const t = useMessages()
  const format = useFormat()
  return (
    <Modal opened onClose={onClose} title={t.oneTimeFor(name)} closeOnClickOutside={false} centered>
      <Stack>
        <Alert color="yellow">{t.oneTimeOnce}</Alert>
        <Group wrap="nowrap">
          <Code block flex={1} data-testid="one-time-password">
            {made.password}
          </Code>
          <CopyText value={made.password} />
        </Group>
        <Text fz="sm" c="var(--text-soft)">
          {t.oneTimeUntil(format.dateTime(made.expiresAt))}
        </Text>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t.oneTimeKept}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
