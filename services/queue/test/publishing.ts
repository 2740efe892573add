import { type DataOf, type MessageType, messageReceived, offer } from '@inbox/contracts'
import { type Broker, newEnvelope } from '@inbox/messaging'
import { newId } from '@inbox/runtime'

/** Publishes one message; resolves once the broker has it. */
export function publish<Type extends MessageType>(
  broker: Broker,
  type: Type,
  key: string,
  version: number,
  data: DataOf<Type>
) {
  return broker.publish(type, newEnvelope(type, { key, version, data, occurredAt: new Date(), correlationId: newId() }))
}

/** Publishes a contact's message as ingest does. */
export async function postMessage(broker: Broker, change: Partial<DataOf<typeof messageReceived>>) {
  const data: DataOf<typeof messageReceived> = {
    messageId: newId(),
    providerMessageId: newId(),
    channel: { id: 'wa', kind: 'whatsapp', name: 'WhatsApp', session: { kind: 'window' } },
    departmentId: 'support',
    contact: { id: '+551199', name: 'Bia' },
    sentAt: new Date().toISOString(),
    receivedAt: new Date().toISOString(),
    content: { type: 'text', text: 'hello' },
    ...change
  }
  await publish(broker, messageReceived, data.messageId, 1, data)
  return data
}

/** Publishes an offer as distribution does. */
export async function publishOffer(
  broker: Broker,
  conversationId: string,
  agentId: string,
  change: Partial<DataOf<typeof offer>>
) {
  const offerId = newId()
  const data: DataOf<typeof offer> = {
    conversationId,
    agentId,
    offerId,
    policyVersion: 1,
    decision: {
      id: offerId,
      conversationId,
      departmentId: 'sales',
      offerNumber: 1,
      policyVersion: 1,
      strategy: 'random',
      candidates: [agentId],
      exclusions: [],
      chosenAgentId: agentId,
      preferred: false,
      decidedAt: new Date().toISOString()
    },
    ...change
  }
  await publish(broker, offer, conversationId, 1, data)
  return data
}
