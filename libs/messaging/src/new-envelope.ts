import type { DataOf, Envelope, MessageType } from '@inbox/contracts'
import { newId } from '@inbox/runtime'

/** What caused a message, for tracing it through the system. */
export interface Origin {
  correlationId: string
  /** The id of the message that caused this one. */
  causationId?: string | null
}

/** The origin of the messages that this one causes. */
export const originOf = ({ correlationId, id }: Envelope): Origin => ({ correlationId, causationId: id })

type Given<Data> = Origin &
  Pick<Envelope<Data>, 'key' | 'version' | 'data'> & {
    /** Default: a new one. Given where a repeat must have the same id. */
    id?: string
    occurredAt: Date | string
  }

/** Wraps `data` for the broker. `key` and `version` are those of the document the message is about. */
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
