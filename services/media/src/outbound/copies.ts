import { copyFailure, type MessageType, mediaCopied, mediaNotCopied } from '@inbox/contracts'
import type { Delivery } from '@inbox/delivery'
import { newEnvelope, originOf } from '@inbox/messaging'
import type { Entry } from '@inbox/storage'
import type { CopyRequest } from '../domain/copy.ts'

/** Everything that media publishes. */
export const published: MessageType[] = [mediaCopied, mediaNotCopied]

/** The events of a copy that was made, or will not be. */
export function entriesOf({ _id, payload, ending, endedAt }: Delivery<CopyRequest>): Entry[] {
  if (!ending || !endedAt || ending.kind === 'erased') return []
  const { messageId, channelId, url } = payload.data
  // the same however often it is published
  const about = { id: `${_id}.copied`, key: messageId, version: 1, occurredAt: endedAt, ...originOf(payload) }
  const data = { messageId, channelId, url }
  const reason = copyFailure.catch('unreachable').parse('error' in ending ? ending.error : undefined)
  const envelope =
    ending.kind === 'sent' && ending.receipt !== undefined
      ? newEnvelope(mediaCopied, { ...about, data: { ...data, mediaId: ending.receipt } })
      : newEnvelope(mediaNotCopied, { ...about, data: { ...data, reason } })
  return [{ id: envelope.id, type: envelope.type, at: endedAt, envelope }]
}
