import {
  type DataOf,
  deliveryFailed,
  deliveryRequested,
  deliverySent,
  type Envelope,
  type MessageType
} from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Broker, type Consumer, defineConsumer, newEnvelope, on } from '@inbox/messaging'
import { type Delivery, mayLeave } from '../domain/delivery.ts'
import type { Provider } from '../outbound/provider.ts'
import { rememberLatest } from '../outbound/remember-latest.ts'

interface Dependencies {
  publish: Broker['publish']
  provider: Provider
  clock: Clock
}

interface Report {
  type: MessageType
  envelope: Envelope
}

const MOST_REMEMBERED = 100_000

/** Everything that wakes the adapters: messages that wait for delivery, in order per conversation. */
export function deliveries({ publish, provider, clock }: Dependencies): Consumer {
  // a message that comes again is not sent again: its report is
  const reports = rememberLatest<Report>(MOST_REMEMBERED)

  const deliver = async ({ data, id, correlationId }: Envelope<Delivery>): Promise<Report | undefined> => {
    const { messageId, conversationId, channel } = data
    const about = <Type extends MessageType>(type: Type, more: object): Report => {
      const at = clock.now()
      const outcome = { conversationId, messageId, channelId: channel.id, at: at.toISOString(), ...more }
      const trace = { key: conversationId, version: 1, occurredAt: at, correlationId, causationId: id }
      return { type, envelope: newEnvelope(type, { ...trace, data: outcome as DataOf<Type> }) }
    }
    if (!mayLeave(data, clock.now()))
      return about(deliveryFailed, { code: 'window-expired', error: 'The session window has ended' })
    const providerMessageId = await provider(data)
    return providerMessageId === undefined ? undefined : about(deliverySent, { providerMessageId })
  }

  return defineConsumer({
    name: 'channel-adapters.deliveries',
    prefetch: 100,
    order: 'kept',
    handlers: [
      on(deliveryRequested, async envelope => {
        const report = reports.get(envelope.data.messageId) ?? (await deliver(envelope))
        if (!report) return
        reports.set(envelope.data.messageId, report)
        await publish(report.type, report.envelope)
      })
    ]
  })
}
