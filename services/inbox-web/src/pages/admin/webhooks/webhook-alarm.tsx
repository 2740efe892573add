import { Alert, Anchor, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useWebhookHealth, useWebhooks } from '../../../api/webhooks.ts'
import { useMessages } from './messages.ts'
import { lookOf } from './webhook-state.tsx'

/** Lists webhooks that were disabled or fail: nothing else tells an administrator. */
export function WebhookAlarm() {
  const t = useMessages()
  const health = useWebhookHealth()
  const troubled = [...(useWebhooks().data?.values() ?? [])]
    .map(webhook => ({ webhook, look: lookOf(webhook, health.get(webhook.id)) }))
    .filter(({ look }) => look === 'disabled' || look === 'failing')
  if (troubled.length === 0) return null
  const isDisabled = troubled.some(({ look }) => look === 'disabled')
  return (
    <Alert
      color={isDisabled ? 'red' : 'yellow'}
      icon={<IconAlertTriangle />}
      title={t.alarm(troubled.length)}
      mb="md"
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
      role="alert"
    >
      <Stack gap={2}>
        {troubled.map(({ webhook: { id, name }, look }) => (
          <Text key={id} fz="sm" style={{ overflowWrap: 'anywhere' }}>
            <Anchor component={Link} href={`/admin/webhooks/${id}`} fz="sm" c="inherit" underline="always">
              {name}
            </Anchor>
            : {t.states[look]}
          </Text>
        ))}
      </Stack>
    </Alert>
  )
}
