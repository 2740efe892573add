import { listConversations } from '@inbox/contracts'
import { Code } from '@mantine/core'
import { ShownOnce } from '../../../ui/shown-once.tsx'
import { useMessages } from './messages.ts'

/** Shows a token, only this once, and how to make calls with it. */
export function NewTokenDialog({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useMessages()
  const example = `curl '${location.origin}${listConversations.path}?tab=queue' -H 'Authorization: Bearer ${token}'`
  const words = { title: t.tokenTitle, warning: t.tokenOnce, close: t.close }
  return (
    <ShownOnce {...words} secret={token} testId="token" size="xl" onClose={onClose}>
      <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {example}
      </Code>
    </ShownOnce>
  )
}
