import { webhookEventType } from '@inbox/contracts'
import { Text } from '@mantine/core'
import { useWebhookHealth, useWebhooks } from '../../../api/webhooks.ts'
import { useFormat } from '../../../i18n/format.ts'
import { EntityList } from '../entity-list.tsx'
import { useMessages } from './messages.ts'
import { WebhookState } from './webhook-state.tsx'

const all = webhookEventType.options

export function WebhookList() {
  const t = useMessages()
  const format = useFormat()
  const health = useWebhookHealth()
  return (
    <EntityList
      title={t.title}
      path="/admin/webhooks"
      addLabel={t.add}
      query={useWebhooks()}
      textOf={({ url }) => url}
      columns={[
        { title: t.state, cell: webhook => <WebhookState webhook={webhook} health={health.get(webhook.id)} /> },
        { title: t.waiting, cell: ({ id }) => format.number(health.get(id)?.waiting ?? 0) },
        {
          title: t.events,
          cell: ({ events }) => (
            <Text fz="sm" lineClamp={2} maw={420}>
              {events.length === all.length ? t.all : events.map(type => t.event[type] ?? type).join(', ')}
            </Text>
          )
        }
      ]}
    />
  )
}
