import { listConversations } from '@inbox/contracts'
import { Alert, Button, Code, Group, Modal, Stack } from '@mantine/core'
import { CopyText } from '../../../ui/copy.tsx'
import { useMessages } from './messages.ts'

/** Shows a token this once, and how to call with it. */
export function NewTokenDialog({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useMessages()
  const example = `curl '${location.origin}${listConversations.path}?tab=queue' -H 'Authorization: Bearer ${token}'`
  return (
    <Modal opened onClose={onClose} title={t.tokenTitle} size="xl" closeOnClickOutside={false} centered>
      <Stack>
        <Alert color="yellow">{t.tokenOnce}</Alert>
        <Group wrap="nowrap">
          <Code block flex={1} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }} data-testid="token">
            {token}
          </Code>
          <CopyText value={token} />
        </Group>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {example}
        </Code>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t.close}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
