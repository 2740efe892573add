import { Button, Center, Stack, Text } from '@mantine/core'
import { type ComponentType, type ReactNode, useEffect } from 'react'
import { useFrameMessages } from '../shell/frame-messages.ts'
import { useStore } from '../state/store.ts'
import { type Chunk, createChunk } from './chunk.ts'

/** A part of the app that is loaded when it is first shown. */
export type Part = Chunk<ComponentType>

const REACHABLE_WITHIN_MS = 5000

/** Shows the default export of what `load` imports, as in `() => import('./page.tsx')`. */
export const partOf = (load: () => Promise<{ default: ComponentType }>): Part =>
  createChunk(async () => (await load()).default, {
    isReachable: () =>
      fetch('/', { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(REACHABLE_WITHIN_MS) }).then(
        ({ ok }) => ok,
        () => false
      ),
    reload: () => window.location.reload()
  })

export function Loaded({ part, fallback }: { part: Part; fallback?: ReactNode }) {
  const state = useStore(part.state)
  useEffect(() => part.need(), [part])
  if (typeof state === 'object') return <state.ready />
  return state === 'failed' ? <NotLoaded again={part.again} /> : fallback
}

function NotLoaded({ again }: { again: () => Promise<void> }) {
  const t = useFrameMessages()
  return (
    <Center h="100%" role="alert">
      <Stack align="center">
        <Text fw={600}>{t.notLoaded}</Text>
        <Button variant="default" onClick={() => void again()}>
          {t.tryAgain}
        </Button>
      </Stack>
    </Center>
  )
}
