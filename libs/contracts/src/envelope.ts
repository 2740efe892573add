import { z } from 'zod'
import { id, instant, version } from './primitives.ts'

/**
 * What every message on the broker is wrapped in. `version` is that of the document the message speaks of
 * (`key`): a consumer ignores an older one than it has seen. `id` stays the same on every repetition.
 */
export const envelope = z.object({
  id,
  type: z.string().min(1).max(100),
  version,
  occurredAt: instant,
  correlationId: id,
  causationId: id.nullable(),
  key: id,
  data: z.unknown()
})

export type Envelope<Data = unknown> = Omit<z.infer<typeof envelope>, 'data'> & { data: Data }
