import type { Webhook } from '@inbox/contracts'
import { Badge } from '@mantine/core'
import type { WebhookHealth } from '../../../api/webhooks.ts'
import { useMessages } from './messages.ts'

const colors = { working: 'green', failing: 'yellow', disabled: 'red', inactive: 'gray' } as const

/** The state of a webhook, as far as known. */
export const lookOf = ({ active, disabled }: Webhook, health: WebhookHealth | undefined): keyof typeof colors => {
  if (!active) return disabled ? 'disabled' : 'inactive'
  return health?.state === 'failing' ? 'failing' : 'working'
}

export function WebhookState({ webhook, health }: { webhook: Webhook; health: WebhookHealth | undefined }) {
  const t = useMessages()
  const look = lookOf(webhook, health)
  return (
    <Badge variant="dot" color={colors[look]} tt="none" fw={500}>
      {t.states[look]}
    </Badge>
  )
}
