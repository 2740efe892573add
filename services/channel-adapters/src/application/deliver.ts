import { type DataOf, deliveryFailed, deliverySent, type Envelope, type MessageType } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Broker, newEnvelope, originOf } from '@inbox/messaging'
import { LRUCache } from 'lru-cache'
import { type Delivery, mayLeave } from '../domain/delivery.ts'
import type { Provider } from '../outbound/provider.ts'

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

/** Brings an answer to its channel's provider, and reports what became of it. */
export function deliverer({ publish, provider, clock }: Dependencies): (asked: Envelope<Delivery>) => Promise<void> {
  // a message that comes again is not sent again: its report is
  const reports = new LRUCache<string, Report>({ max: MOST_REMEMBERED })

  const deliver = async (asked: Envelope<Delivery>): Promise<Report | undefined> => {
    const { messageId, conversationId, channel } = asked.data
    const about = <Type extends MessageType>(type: Type, more: object): Report => {
      const at = clock.now()
      const outcome = { conversationId, messageId, channelId: channel.id, at: at.toISOString(), ...more }
      const trace = { key: conversationId, version: 1, occurredAt: at, ...originOf(asked) }
      return { type, envelope: newEnvelope(type, { ...trace, data: outcome as DataOf<Type> }) }
    }
    if (!mayLeave(asked.data, clock.now()))
      return about(deliveryFailed, { code: 'window-expired', error: 'The session window has ended' })
    const providerMessageId = await provider(asked.data)
    return providerMessageId === undefined ? undefined : about(deliverySent, { providerMessageId })
  }

  return async asked => {
    const report = reports.get(asked.data.messageId) ?? (await deliver(asked))
    if (!report) return
    reports.set(asked.data.messageId, report)
    await publish(report.type, report.envelope)
  }
}
