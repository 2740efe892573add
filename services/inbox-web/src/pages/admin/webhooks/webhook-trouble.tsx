import type { Webhook } from '@inbox/contracts'
import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { WebhookHealth } from '../../../api/webhooks.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useMessages } from './messages.ts'

/** Why a webhook was disabled or since when it has been failing, and how it responded. */
export function WebhookTrouble({ webhook, health }: { webhook: Webhook; health: WebhookHealth | undefined }) {
  const t = useMessages()
  const format = useFormat()
  const { active, disabled } = webhook
  const isFailing = active && health?.state === 'failing'
  if (!disabled && !isFailing) return null
  const error = disabled ? disabled.error : health?.error
  return (
    <Alert color={disabled ? 'red' : 'yellow'} icon={<IconAlertTriangle />} role="alert">
      {disabled ? (
        <Text fz="sm">
          {t.disabled[disabled.reason]} {t.disabledHint(format.dateTime(disabled.at))}
        </Text>
      ) : (
        <Text fz="sm">{health?.since && t.failingSince(format.dateTime(health.since))}</Text>
      )}
      {error && (
        <Text fz="sm" style={{ overflowWrap: 'anywhere' }}>
          {t.lastError}: <bdi>{error}</bdi>
        </Text>
      )}
    </Alert>
  )
}
