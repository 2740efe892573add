import {
  contactChanged,
  contactErased,
  conversationEvents,
  conversationRated,
  type DataOf,
  type Envelope,
  messageAppended,
  messageStatusChanged,
  messagesErased,
  type WebhookEventType,
  webhookChanged
} from '@inbox/contracts'
import { type Consumer, defineConsumer, on, type Subscription } from '@inbox/messaging'
import type { ForgetInWebhooks } from '../application/forget-in-webhooks.ts'
import type { Happened, NotifyWebhooks } from '../application/notify-webhooks.ts'

type Step = Envelope<DataOf<(typeof conversationEvents)[number]>>

const eventOfStep: Readonly<Record<string, WebhookEventType>> = {
  'conversation.queued': 'conversation.queued',
  'conversation.offered': 'conversation.offered',
  'conversation.started': 'conversation.started',
  'conversation.resumed': 'conversation.started',
  'conversation.parked': 'conversation.parked',
  'conversation.inactivated': 'conversation.inactive',
  'conversation.closed': 'conversation.closed'
}

/** A conversation's first step yields two events. */
function stepsOf({ id, type, occurredAt: at, data: { conversation, transition } }: Step): Happened[] {
  const about = { id, at, conversationId: conversation.id, contactId: conversation.contact.id }
  const types: WebhookEventType[] = transition.from === null ? ['conversation.created'] : []
  return [...types, eventOfStep[type]!].map(each => ({
    ...about,
    type: each,
    data: { conversation, step: transition }
  }))
}

function messageOf({ id, occurredAt: at, data }: Envelope<DataOf<typeof messageAppended>>): Happened {
  const { conversation, message } = data
  const type = message.direction === 'inbound' ? 'message.received' : 'message.sent'
  return { id, type, at, conversationId: conversation.id, contactId: conversation.contact.id, data }
}

/**
 * Events for webhooks, consumed by one process at a time, in order per conversation. Erasures use the same broker
 * queue, so nothing about an erased contact follows them.
 */
export const webhookEventsFor = (notify: NotifyWebhooks, forget: ForgetInWebhooks): Consumer =>
  defineConsumer({
    name: 'channel-adapters.webhooks',
    prefetch: 100,
    order: 'kept',
    handlers: [
      ...conversationEvents.map(type =>
        on(type, async envelope => {
          for (const each of stepsOf(envelope)) await notify(each)
        })
      ),
      on(conversationRated, ({ id, occurredAt: at, data }) => {
        const { id: conversationId, contact } = data.conversation
        return notify({ id, type: 'conversation.rated', at, conversationId, contactId: contact.id, data })
      }),
      on(messageAppended, envelope => notify(messageOf(envelope))),
      on(messageStatusChanged, ({ id, occurredAt: at, data: { message } }) =>
        notify({ id, type: 'message.status', at, conversationId: message.conversationId, data: { message } })
      ),
      on(contactChanged, ({ id, occurredAt: at, data }) =>
        notify({
          id,
          type: 'contact.changed',
          at,
          conversationId: data.conversationId,
          contactId: data.contact.id,
          data
        })
      ),
      on(contactErased, ({ data }) => forget.contact(data)),
      on(messagesErased, ({ data }) => forget.messages(data))
    ]
  })

/** Administrators' changes; every process gets them. */
export const webhookChanges = (
  changed: (webhook: DataOf<typeof webhookChanged>['webhook']) => Promise<void>
): Omit<Subscription, 'onGap'> => ({
  prefetch: 20,
  handlers: [on(webhookChanged, ({ data: { webhook } }) => changed(webhook))]
})
