import { deliveryRequested } from '@inbox/contracts'
import { newEnvelope } from '@inbox/messaging'
import type { DeliveryRequest } from '../src/domain/delivery.ts'

export const CHANNEL = { id: 'shop', kind: 'api' as const, name: 'Shop' }

export const aDelivery = (conversationId: string, messageId: string, more: Partial<DeliveryRequest> = {}) =>
  newEnvelope(deliveryRequested, {
    key: conversationId,
    version: 1,
    occurredAt: new Date(),
    correlationId: `trace-${messageId}`,
    data: {
      messageId,
      conversationId,
      channel: CHANNEL,
      contact: { id: 'k', externalId: '+5511', name: 'Zoe' },
      author: { id: 'ana', name: 'Ana' },
      content: { type: 'text', text: `text of ${messageId}` },
      requestedAt: new Date().toISOString(),
      ...more
    }
  })
