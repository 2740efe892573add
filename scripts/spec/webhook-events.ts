import { type WebhookEventType, webhookEvents, webhookPayload } from '@inbox/contracts'
import type { z } from 'zod'

interface WebhookEvent {
  id: string
  type: WebhookEventType
  payload: z.ZodType
}

/** Everything that webhooks are sent. */
export const webhookMessages: readonly WebhookEvent[] = (Object.keys(webhookEvents) as WebhookEventType[]).map(
  type => ({ id: `webhook.${type}`, type, payload: webhookPayload(type) })
)

const byId = <Made>(make: (event: WebhookEvent) => Made) =>
  Object.fromEntries(webhookMessages.map(event => [event.id, make(event)]))

/** The webhooks' part of the document; each payload is among its schemas under the event's id. */
export const webhookPart = () => ({
  servers: {
    webhooks: {
      host: '{receiver}',
      protocol: 'https',
      description: 'The address that an administrator registered',
      variables: { receiver: { description: 'Any host that the installation can reach' } }
    }
  },
  channels: {
    webhooks: {
      address: null,
      title: 'Webhooks',
      description:
        'Posted to the address of each webhook that asks for the type, signed by Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`): ' +
        'in order per conversation, at least once, retried for a day until the response is 2xx.',
      servers: [{ $ref: '#/servers/webhooks' }],
      messages: byId(({ id }) => ({ $ref: `#/components/messages/${id}` })),
      bindings: { http: {} }
    }
  },
  operations: byId(({ id, type }) => ({
    action: 'send' as const,
    channel: { $ref: '#/channels/webhooks' },
    title: `channel-adapters posts ${type}`,
    bindings: { http: { method: 'POST' } },
    messages: [{ $ref: `#/channels/webhooks/messages/${id}` }]
  })),
  messages: byId(({ id, type }) => ({
    name: type,
    title: type,
    summary: webhookEvents[type].summary,
    contentType: 'application/json',
    tags: [{ name: 'webhooks' }],
    payload: { $ref: `#/components/schemas/${id}` }
  }))
})
