import { ShownOnce } from '../../../ui/shown-once.tsx'
import { useMessages } from './messages.ts'

/** Shows a secret, only this once. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useMessages()
  const words = { title: t.secretTitle, warning: t.secretOnce, close: t.stored }
  return <ShownOnce {...words} secret={secret} testId="secret" size="lg" onClose={onClose} />
}
