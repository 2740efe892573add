import { type Category, pricingOf } from '../checks/window.ts'
import type { GraphError } from '../errors.ts'
import type { Double } from '../state/double.ts'
import { type BusinessNumber, type Chat, type ChatMessage, personOf, tell } from '../state/world.ts'
import { type Status, statusesChange } from '../webhooks/statuses.ts'

export interface Sent {
  number: BusinessNumber
  chat: Chat
  message: ChatMessage
}

const rank: Record<Status, number> = { failed: 1, sent: 1, delivered: 2, read: 3, played: 4 }

/** Whether this is progress: with several devices, delivered may follow failed. [YCloud: whatsapp.message.updated] */
const isNews = (before: Status | undefined, now: Status): boolean =>
  before === undefined || (before === 'sent' && now === 'failed') || rank[now] > rank[before]

/** Records and reports the status of a message of the business, unless it has got further already. */
export function report(double: Double, { number, chat, message }: Sent, status: Status, error?: GraphError): void {
  const { world, notifier } = double
  if (!isNews(message.status, status)) return
  message.status = status
  if (error) message.error = error
  const at = world.clock.now()
  const pricing =
    message.content.type === 'reaction' ? undefined : pricingOf(categoryOf(double, number, message), chat, at)
  const { id: messageId, opaque } = message
  const entry = { messageId, status, at, opaque, error, pricing }
  notifier.notify(number, chat.customerId, statusesChange(number, personOf(world, chat), [entry]))
  tell(world, chat)
}

function categoryOf({ world }: Double, { businessAccountId }: BusinessNumber, { content }: ChatMessage): Category {
  if (content.type !== 'template') return 'service'
  const { name } = content.template as { name: string }
  const template = world.templates.get(businessAccountId)?.find(each => each.name === name)
  return (template?.category.toLowerCase() ?? 'utility') as Category
}

/** Reports sent; delivered if the customer's phone is on; read if they look at once. */
export function deliver(double: Double, sent: Sent): void {
  const customer = double.world.customers.get(sent.chat.customerId)!
  report(double, sent, 'sent')
  if (!customer.online) return
  report(double, sent, 'delivered')
  if (customer.readsAtOnce) report(double, sent, 'read')
}

/** Delivers what waited while the customer's phone was off. */
export function deliverWaiting(double: Double, customerId: string): void {
  for (const chat of double.world.chats.values()) {
    const number = double.world.numbers.get(chat.phoneNumberId)
    if (chat.customerId !== customerId || !number) continue
    for (const message of chat.messages)
      if (message.direction === 'out' && message.status === 'sent' && !message.fromApp)
        deliver(double, { number, chat, message })
  }
}

/** Marks everything in the chat that the customer has open as read; `read` implies delivered. */
export function readAll(double: Double, number: BusinessNumber, chat: Chat): void {
  for (const message of chat.messages)
    if (
      message.direction === 'out' &&
      !message.fromApp &&
      (message.status === 'sent' || message.status === 'delivered')
    )
      report(double, { number, chat, message }, 'read')
}
