import { z } from 'zod'
import { id, label } from './primitives.ts'

/** A separate topic between a contact and us on a channel, such as an email thread; `id` is the channel's own. */
export const thread = z.strictObject({ id, subject: label(998).optional() })
export type Thread = z.infer<typeof thread>

export const threadRef = z.strictObject({ id })
