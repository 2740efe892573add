import { z } from 'zod'
import { administration, operation } from '../operation.ts'
import { id, instant, page, pageQuery } from '../primitives.ts'
import { channelState } from './events.ts'

const forAdministrators = { owner: 'channel-adapters', audience: administration, public: true } as const
const path = '/v1/webhooks/:id/deliveries'

/** `failed`: refused, or not accepted for a day; there is no further automatic retry. */
export const webhookDeliveryState = z.enum(['waiting', 'delivered', 'failed'])
export type WebhookDeliveryState = z.infer<typeof webhookDeliveryState>

/** One event on its way to a webhook, or there. */
export const webhookDelivery = z.object({
  /** Sent as `webhook-id` with every attempt. */
  id,
  state: webhookDeliveryState,
  createdAt: instant,
  attempts: z.int().nonnegative(),
  nextAttemptAt: instant.optional(),
  endedAt: instant.optional(),
  /** Why the last failed attempt failed. */
  error: z.string().optional(),
  /** The last answer: its status, and the beginning of its body. */
  answer: z.object({ status: z.int(), text: z.string(), at: instant }).optional(),
  /** What is posted; each attempt adds addresses of files. */
  payload: z.object({ type: z.string(), version: z.int(), timestamp: instant, data: z.unknown() })
})
export type WebhookDelivery = z.infer<typeof webhookDelivery>

export const listWebhookDeliveries = operation({
  ...forAdministrators,
  id: 'listWebhookDeliveries',
  method: 'get',
  path,
  scope: 'administration:read',
  params: z.object({ id }),
  query: z.object({ ...pageQuery, state: webhookDeliveryState.optional() }),
  answer: page(webhookDelivery),
  summary: 'What was or will be posted to a webhook, newest first; kept for 30 days, or RETENTION_WEBHOOK_LOG_DAYS'
})
export const resendWebhookDelivery = operation({
  ...forAdministrators,
  id: 'resendWebhookDelivery',
  method: 'post',
  path: `${path}/:deliveryId/resend`,
  scope: 'administration:write',
  params: z.object({ id, deliveryId: id }),
  answer: z.object({ id }),
  status: 202,
  summary: 'Post an event again, with a new id; one that is still waiting is retried now'
})
export const listWebhookHealth = operation({
  ...forAdministrators,
  id: 'listWebhookHealth',
  method: 'get',
  path: '/v1/webhook-health',
  scope: 'administration:read',
  answer: z.object({
    items: z.array(
      z.object({
        webhookId: id,
        state: channelState.exclude(['disconnected']),
        /** For a failing webhook: since when it has accepted nothing. */
        since: instant.optional(),
        error: z.string().optional(),
        /** The number of waiting events; 10,000 means that many or more. */
        waiting: z.int().nonnegative(),
        oldest: instant.optional()
      })
    )
  }),
  summary: 'Whether webhooks accept what is posted to them, and how much is waiting for each'
})
