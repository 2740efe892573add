import type { DataOf, Envelope, MessageType } from '@inbox/contracts'
import { newId } from '@inbox/runtime'

/** What led to a message, for tracing it through the system. */
export interface Origin {
  correlationId: string
  /** The id of the message that brought this one about. */
  causationId?: string | null
}

/** The origin of what a message brings about. */
export const originOf = ({ correlationId, id }: Envelope): Origin => ({ correlationId, causationId: id })

type Given<Data> = Origin &
  Pick<Envelope<Data>, 'key' | 'version' | 'data'> & {
    /** Default: a new one. Given where a repetition must have the same. */
    id?: string
    occurredAt: Date | string
  }

/** Wraps `data` for the broker. `key` and `version` are those of the document the message speaks of. */
export const newEnvelope = <Type extends MessageType>(
  type: Type,
  { id = newId(), key, version, data, occurredAt, correlationId, causationId = null }: Given<DataOf<Type>>
): Envelope<DataOf<Type>> => ({
  id,
  type: type.type,
  version,
  occurredAt: occurredAt instanceof Date ? occurredAt.toISOString() : occurredAt,
  correlationId,
  causationId,
  key,
  data
})
