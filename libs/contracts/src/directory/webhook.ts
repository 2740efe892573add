import { z } from 'zod'
import { webhookEventType } from '../channel-adapters/webhook-payloads.ts'
import { id, instant, label, text, url, version } from '../primitives.ts'

export const webhookFields = z.strictObject({
  /** Where events are posted to. */
  url,
  description: label(200).optional(),
  events: z
    .array(webhookEventType)
    .min(1)
    .max(100)
    .overwrite(types => [...new Set(types)]),
  /** While it is not, nothing is posted, and nothing new is kept for it. */
  active: z.boolean().default(true)
})
export type WebhookFields = z.infer<typeof webhookFields>

/** `gone`: it answered that nothing is to be sent there any more (410). `failing`: it took nothing for five days. */
export const webhookDisabling = z.strictObject({ reason: z.enum(['gone', 'failing']), error: text(1000) })
export type WebhookDisabling = z.infer<typeof webhookDisabling>

/** An address of another system that is told of events. */
export const webhook = webhookFields.extend({
  id,
  version,
  /** Why it is not active, if it was not people who ended that. */
  disabled: z.object({ ...webhookDisabling.shape, at: instant }).optional(),
  /** Until then each call is also signed with the secret before. */
  formerSecretUntil: instant.optional()
})
export type Webhook = z.infer<typeof webhook>

/** What channel-adapters posts with. */
export const webhookAccount = z.object({
  id,
  version,
  active: z.boolean(),
  /** It was deleted: nothing is posted any more. */
  deleted: z.boolean().optional(),
  url,
  events: z.array(z.string()),
  /** The newest first; each is good until it expires. */
  secrets: z.array(z.object({ secret: z.string(), expiresAt: instant.optional() }))
})
export type WebhookAccount = z.infer<typeof webhookAccount>
