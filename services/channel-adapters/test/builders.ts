import { deliveryRequested } from '@inbox/contracts'
import { newEnvelope } from '@inbox/messaging'
import type { Delivery } from '../src/domain/delivery.ts'

export const aDelivery = (conversationId: string, messageId: string, more: Partial<Delivery> = {}) =>
  newEnvelope(deliveryRequested, {
    key: conversationId,
    version: 1,
    occurredAt: new Date(),
    correlationId: `trace-${messageId}`,
    data: {
      messageId,
      conversationId,
      channel: { id: 'ch', kind: 'whatsapp', name: 'WhatsApp' },
      contact: { id: 'k', externalId: '+5511' },
      author: { id: 'ana', name: 'Ana' },
      content: { type: 'text', text: `text of ${messageId}` },
      requestedAt: '2030-01-01T09:00:00.000Z',
      ...more
    }
  })
