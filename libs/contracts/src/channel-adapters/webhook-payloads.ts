import { z } from 'zod'
import { channelRef } from '../directory/channel.ts'
import { id, instant } from '../primitives.ts'
import { contactRef, conversationSummary, rating } from '../queue/conversation.ts'
import { transition } from '../queue/events.ts'
import { message } from '../queue/message.ts'

export const webhookConversation = conversationSummary.omit({ protocol: true, continuedIn: true })
/** The step that led there: between which statuses, why, and by whom. */
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

/** What one type of event tells others. What must break gets a higher version beside it; what is added is optional, and does not. */
interface Told<Data extends z.ZodType = z.ZodType> {
  version: number
  data: Data
  summary: string
}
const told = <Data extends z.ZodType>(data: Data, summary: string): Told<Data> => ({ version: 1, data, summary })

/** All that other systems can be told by a webhook, by its type. */
export const webhookEvents = {
  'conversation.created': told(aStep, 'A conversation has begun; told before the status that it begins in'),
  'conversation.queued': told(aStep, 'It waits for an agent'),
  'conversation.offered': told(aStep, 'It is offered to one agent'),
  'conversation.started': told(aStep, 'An agent has it: accepted, taken up again, or begun by themselves'),
  'conversation.parked': told(aStep, 'Its agent set it aside, or lost it with their connection'),
  'conversation.inactive': told(aStep, 'It can no longer be answered'),
  'conversation.closed': told(aStep, 'It has ended'),
  'conversation.rated': told(
    z.object({ conversation: webhookConversation, rating }),
    'Its contact has said how it was'
  ),
  'message.received': told(aMessage, 'The contact wrote'),
  'message.sent': told(aMessage, 'Our side wrote: an agent, or the system; whether it arrived is told by its status'),
  'message.status': told(z.object({ message: webhookMessage }), 'What became of a message of our side'),
  'contact.changed': told(
    z.object({ conversationId: id, channel: channelRef, contact: contactRef }),
    'What is known of a contact has changed; told for each conversation that is open with them'
  )
} as const satisfies Record<string, Told>

export type WebhookEventType = keyof typeof webhookEvents
export const webhookEventType = z.enum(Object.keys(webhookEvents) as [WebhookEventType, ...WebhookEventType[]])
export type WebhookData<Type extends WebhookEventType = WebhookEventType> = z.infer<
  (typeof webhookEvents)[Type]['data']
>

/** The body of a webhook of one type. */
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
