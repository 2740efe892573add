import { Button, Center, Stack, Text } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useFrameMessages } from './frame-messages.ts'

/** Keeps a bug in one page from breaking the others. */
export class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? <Crashed /> : this.props.children
  }
}

function Crashed() {
  const t = useFrameMessages()
  return (
    <Center h="100%" role="alert">
      <Stack align="center">
        <Text fw={600}>{t.crashed}</Text>
        <Button variant="default" onClick={() => window.location.reload()}>
          {t.reload}
        </Button>
      </Stack>
    </Center>
  )
}
