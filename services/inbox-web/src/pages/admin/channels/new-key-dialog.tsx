import { Code, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { serverNow } from '../../../state/server-clock.ts'
import { CopyText } from '../../../ui/copy.tsx'
import { ShownOnce } from '../../../ui/shown-once.tsx'
import { exampleCall } from './example-call.ts'
import { useMessages } from './messages.ts'

/** Shows a key, only this once, and how to post a message with it. */
export function NewKeyDialog({ apiKey, onClose }: { apiKey: string; onClose: () => void }) {
  const t = useMessages()
  const [address, setAddress] = useState(`${location.protocol}//${location.hostname}:4101`)
  const example = exampleCall(address, apiKey, new Date(serverNow()))
  const words = { title: t.keyTitle, warning: t.keyOnce, close: t.close }
  return (
    <ShownOnce {...words} secret={apiKey} testId="api-key" size="xl" onClose={onClose}>
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
      {/* it scrolls, so the keyboard must reach it */}
      <Code block tabIndex={0}>
        {example}
      </Code>
    </ShownOnce>
  )
}
