import { z } from 'zod'
import { channelRef } from '../directory/channel.ts'
import { id, instant } from '../primitives.ts'
import { contactRef, conversationSummary, rating } from '../queue/conversation.ts'
import { transition } from '../queue/events.ts'
import { message } from '../queue/message.ts'

export const webhookConversation = conversationSummary.omit({ protocol: true, continuedIn: true })
/** The step that led there: from and to which status, why, and by whom. */
export const webhookStep = transition.pick({
  from: true,
  to: true,
  cause: true,
  reason: true,
  actor: true,
  at: true,
  previousAgentId: true,
  previousDepartmentId: true
})
export const webhookMessage = message.omit({
  formerly: true,
  firstResponseMs: true,
  clientMessageId: true,
  version: true
})

const aStep = z.object({ conversation: webhookConversation, step: webhookStep })
const aMessage = z.object({ conversation: webhookConversation, message: webhookMessage })

/** What one type of event tells others. Breaking changes add a higher version beside it; optional additions do not. */
interface WebhookEventSchema<Data extends z.ZodType = z.ZodType> {
  version: number
  data: Data
  summary: string
}
const event = <Data extends z.ZodType>(data: Data, summary: string): WebhookEventSchema<Data> => ({
  version: 1,
  data,
  summary
})

/** Everything that webhooks can report, by type. */
export const webhookEvents = {
  'conversation.created': event(aStep, 'A conversation has started; sent before the status that it starts in'),
  'conversation.queued': event(aStep, 'It is waiting for an agent'),
  'conversation.offered': event(aStep, 'It is offered to one agent'),
  'conversation.started': event(aStep, 'An agent has it: they accepted, resumed or started it'),
  'conversation.parked': event(aStep, 'Its agent parked it, or lost their connection'),
  'conversation.inactive': event(aStep, 'It can no longer be answered'),
  'conversation.closed': event(aStep, 'It has ended'),
  'conversation.rated': event(z.object({ conversation: webhookConversation, rating }), 'Its contact rated it'),
  'message.received': event(aMessage, 'The contact wrote'),
  'message.sent': event(aMessage, 'Our side wrote: an agent, or the system; its status says whether it arrived'),
  'message.status': event(z.object({ message: webhookMessage }), 'The delivery status of a message from our side'),
  'contact.changed': event(
    z.object({ conversationId: id, channel: channelRef, contact: contactRef }),
    "A contact's details have changed; sent for each open conversation with them"
  )
} as const satisfies Record<string, WebhookEventSchema>

export type WebhookEventType = keyof typeof webhookEvents
export const webhookEventType = z.enum(Object.keys(webhookEvents) as [WebhookEventType, ...WebhookEventType[]])
export type WebhookData<Type extends WebhookEventType = WebhookEventType> = z.infer<
  (typeof webhookEvents)[Type]['data']
>

/** The body of a webhook call of one type. */
export const webhookPayload = (type: WebhookEventType) =>
  z.object({
    type: z.literal(type),
    version: z.literal(webhookEvents[type].version),
    /** When it happened. */
    timestamp: instant,
    data: webhookEvents[type].data
  })
export interface WebhookPayload {
  type: WebhookEventType
  version: number
  timestamp: string
  data: WebhookData
}
