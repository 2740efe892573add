import { z } from 'zod'
import { id, instant, version } from './primitives.ts'

/**
 * The wrapper of every message on the broker. `version` is that of the document the message is about (`key`): consumers
 * ignore versions older than one they have seen. `id` stays the same when a message is repeated.
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
