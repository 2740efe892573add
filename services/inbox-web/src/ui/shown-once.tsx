import { Alert, Button, Code, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { CopyText } from './copy.tsx'

interface ShownOnceProps {
  title: string
  /** Says that it is not shown again. */
  warning: string
  secret: string
  testId: string
  size: 'lg' | 'xl'
  /** The label of the button that closes it. */
  close: string
  onClose: () => void
  /** What is shown below it. */
  children?: ReactNode
}

/** Shows a key, token or secret, only this once, to be copied; a click outside does not close it. */
export function ShownOnce({ title, warning, secret, testId, size, close, onClose, children }: ShownOnceProps) {
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeOnClickOutside={false} centered>
      <Stack>
        <Alert color="yellow">{warning}</Alert>
        <Group wrap="nowrap">
          <Code block flex={1} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }} data-testid={testId}>
            {secret}
          </Code>
          <CopyText value={secret} />
        </Group>
        {children}
        <Group justify="flex-end">
          <Button onClick={onClose}>{close}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
