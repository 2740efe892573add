import {
  contactChanged,
  type conversationEvents,
  conversationRated,
  deliveryRequested,
  type Message,
  messageAppended,
  messageStatusChanged,
  type RoutedConversation,
  type Transition
} from '@inbox/contracts'
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

const about = { version: 1, occurredAt: new Date('2030-01-02T03:04:05.678Z'), correlationId: 'trace' }
const at = about.occurredAt.toISOString()

const aConversation = (id: string, status: RoutedConversation['status'] = 'queued'): RoutedConversation => ({
  ...{ id, referenceNumber: '20300102-7Q2M9XKD', version: 1, status, channel: CHANNEL, departmentId: 'sales' },
  ...{ contact: { id: `contact of ${id}`.replaceAll(' ', '-'), externalId: '+5511', name: 'Zoe' }, enqueuedAt: at },
  ...{ unread: 1, tags: ['vip'], routing: { priority: 0, offerNumber: 1, excludedAgentIds: ['ana'] } }
})

/** A step of a conversation, as published by queue; `n` distinguishes steps. */
export const aStep = (
  type: (typeof conversationEvents)[number],
  id: string,
  status: RoutedConversation['status'],
  from: Transition['from'],
  n = 1
) =>
  newEnvelope(type, {
    ...{ ...about, id: `${type.type}-${id}-${n}`, key: id },
    data: {
      conversation: aConversation(id, status),
      transition: { rule: 'T1', from, to: status, cause: 'contactWrote', actor: { kind: 'contact' }, at, lastedMs: 5 }
    }
  })

const aMessage = (conversationId: string, id: string, more: Partial<Message>): Message => ({
  ...{ id, conversationId, direction: 'inbound', author: { kind: 'contact', name: 'Zoe' }, sentAt: at, receivedAt: at },
  ...{ content: { type: 'text', text: `text of ${id}` }, version: 3, firstResponseMs: 5 },
  ...{ formerly: [{ content: { type: 'text', text: 'for supervisors' }, at }], ...more }
})

export const aSaid = (conversationId: string, id: string, more: Partial<Message> = {}) =>
  newEnvelope(messageAppended, {
    ...{ ...about, id: `said-${id}`, key: conversationId },
    data: { conversation: aConversation(conversationId), message: aMessage(conversationId, id, more) }
  })

export const aStatus = (conversationId: string, id: string, status: Message['status']) =>
  newEnvelope(messageStatusChanged, {
    ...{ ...about, id: `status-${id}-${status}`, key: id },
    data: { departmentId: 'sales', message: aMessage(conversationId, id, { direction: 'outbound', status }) }
  })

export const aRating = (conversationId: string, stars: number) =>
  newEnvelope(conversationRated, {
    ...{ ...about, id: `rating-${conversationId}`, key: conversationId },
    data: { conversation: aConversation(conversationId, 'closed'), rating: { stars, comment: 'Quick', at } }
  })

export const aContactChange = (conversationId: string, name: string) =>
  newEnvelope(contactChanged, {
    ...{ ...about, id: `contact-${conversationId}-${name.replaceAll(' ', '-')}`, key: conversationId },
    data: { conversationId, channel: CHANNEL, contact: { ...aConversation(conversationId).contact, name } }
  })
