import { z } from 'zod'
import { webhookEventType } from '../channel-adapters/webhook-payloads.ts'
import { id, instant, label, text, url, version } from '../primitives.ts'

export const webhookFields = z.strictObject({
  /** Where events are posted. */
  url,
  description: label(200).optional(),
  events: z
    .array(webhookEventType)
    .min(1)
    .max(100)
    .overwrite(types => [...new Set(types)]),
  /** While inactive, nothing is posted, and nothing new is kept for it. */
  active: z.boolean().default(true)
})
export type WebhookFields = z.infer<typeof webhookFields>

/** `gone`: it answered that nothing more should be sent there (410). `failing`: it accepted nothing for five days. */
export const webhookDisabling = z.strictObject({ reason: z.enum(['gone', 'failing']), error: text(1000) })
export type WebhookDisabling = z.infer<typeof webhookDisabling>

/** Another system's address, which is notified of events. */
export const webhook = webhookFields.extend({
  id,
  version,
  /** Why it was deactivated, if not by people. */
  disabled: z.object({ ...webhookDisabling.shape, at: instant }).optional(),
  /** Until then, each call is also signed with the previous secret. */
  formerSecretUntil: instant.optional()
})
export type Webhook = z.infer<typeof webhook>

/** What channel-adapters needs for posting. */
export const webhookAccount = z.object({
  id,
  version,
  active: z.boolean(),
  /** It was deleted, and nothing is posted any more. */
  deleted: z.boolean().optional(),
  url,
  events: z.array(z.string()),
  /** Newest first; each is valid until it expires. */
  secrets: z.array(z.object({ secret: z.string(), expiresAt: instant.optional() }))
})
export type WebhookAccount = z.infer<typeof webhookAccount>
