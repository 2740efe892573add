import { Alert, Button, Code, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { serverNow } from '../../../state/server-clock.ts'
import { CopyText } from '../../../ui/copy.tsx'
import { exampleCall } from './example-call.ts'
import { useMessages } from './messages.ts'

/** Shows a key this once, and how to post a message with it. */
export function NewKeyDialog({ apiKey, onClose }: { apiKey: string; onClose: () => void }) {
  const t = useMessages()
  const [address, setAddress] = useState(`${location.protocol}//${location.hostname}:4101`)
  const example = exampleCall(address, apiKey, new Date(serverNow()))
  return (
    <Modal opened onClose={onClose} title={t.keyTitle} size="xl" closeOnClickOutside={false} centered>
      <Stack>
        <Alert color="yellow">{t.keyOnce}</Alert>
        <Group wrap="nowrap">
          <Code block flex={1} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }} data-testid="api-key">
            {apiKey}
          </Code>
          <CopyText value={apiKey} />
        </Group>
        <TextInput
          label={t.address}
          value={address}
          onChange={event => setAddress(event.currentTarget.value.trim())}
          maw={360}
        />
        <Group justify="space-between">
          <strong>{t.example}</strong>
          <CopyText value={example} />
        </Group>
        {/* it scrolls: keyboards must reach it */}
        <Code block tabIndex={0}>
          {example}
        </Code>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t.close}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
