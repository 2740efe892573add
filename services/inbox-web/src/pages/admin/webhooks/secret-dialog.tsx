import { Alert, Button, Code, Group, Modal, Stack } from '@mantine/core'
import { CopyText } from '../../../ui/copy.tsx'
import { useMessages } from './messages.ts'

/** Shows a secret this once. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useMessages()
  return (
    <Modal opened onClose={onClose} title={t.secretTitle} size="lg" closeOnClickOutside={false} centered>
      <Stack>
        <Alert color="yellow">{t.secretOnce}</Alert>
        <Group wrap="nowrap">
          <Code block flex={1} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }} data-testid="secret">
            {secret}
          </Code>
          <CopyText value={secret} />
        </Group>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t.stored}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
