import {
  channelAccessAudited,
  channelHealthChanged,
  type DataOf,
  type DeliveryFailure,
  deliveryFailed,
  deliverySent,
  deliveryUncertain,
  type Envelope,
  type MessageType
} from '@inbox/contracts'
import type { Delivery, Ending } from '@inbox/delivery'
import { newEnvelope, originOf } from '@inbox/messaging'
import type { Entry } from '@inbox/storage'
import { type DeliveryEnvelope, deliveryIdOf, mayLeave } from '../domain/delivery.ts'

type Failed = Extract<Ending, { kind: 'refused' | 'late' }>

/** Everything that this service publishes. */
export const published: MessageType[] = [
  deliverySent,
  deliveryFailed,
  deliveryUncertain,
  channelHealthChanged,
  channelAccessAudited
]

/** The events about a delivery that is over. */
export function entriesOf({ payload, ending, endedAt }: Delivery<DeliveryEnvelope>): Entry[] {
  if (!ending || !endedAt || ending.kind === 'erased') return []
  const envelope = reportOf(payload, ending, endedAt)
  return [{ id: envelope.id, type: envelope.type, at: endedAt, envelope }]
}

function reportOf(asked: DeliveryEnvelope, ending: Exclude<Ending, { kind: 'erased' }>, at: Date): Envelope {
  switch (ending.kind) {
    case 'sent':
      return successOf(asked, ending.receipt, at)
    case 'uncertain':
      return newEnvelope(deliveryUncertain, { ...trace(asked, at), data: { ...about(asked, at), error: ending.error } })
    default:
      return failureOf(asked, ending, at)
  }
}

const successOf = (
  asked: DeliveryEnvelope,
  receipt: string | undefined,
  at: Date
): Envelope<DataOf<typeof deliverySent>> =>
  newEnvelope(deliverySent, {
    ...trace(asked, at),
    data: { ...about(asked, at), ...(receipt !== undefined && { providerMessageId: receipt }) }
  })

export function failureOf(asked: DeliveryEnvelope, ending: Failed, at: Date): Envelope<DataOf<typeof deliveryFailed>> {
  const [code, error] = reasonOf(asked, ending, at)
  return newEnvelope(deliveryFailed, { ...trace(asked, at), data: { ...about(asked, at), code, error } })
}

function reasonOf(asked: DeliveryEnvelope, ending: Failed, at: Date): [DeliveryFailure, string] {
  const { kind, error } = ending
  if (kind === 'refused') return [ending.code === 'window-expired' ? ending.code : 'refused', error]
  if (!mayLeave(asked.data, at)) return ['window-expired', 'The session window has ended']
  return ['undeliverable', `Not accepted within a day${error ? `; last error: ${error}` : ''}`]
}

// the same however often it is published
const trace = (asked: DeliveryEnvelope, at: Date) => ({
  id: `${deliveryIdOf(asked.data)}.delivered`,
  key: asked.data.conversationId,
  version: 1,
  occurredAt: at,
  ...originOf(asked)
})
const about = ({ data: { conversationId, messageId, channel } }: DeliveryEnvelope, at: Date) => ({
  conversationId,
  messageId,
  channelId: channel.id,
  at: at.toISOString()
})
