import type { ConversationSummary } from '@inbox/contracts'

/** By the last change of status, as on the server; by the last message; or unanswered conversations first. */
export const listOrders = ['status', 'lastMessage', 'unanswered'] as const
export type ListOrder = (typeof listOrders)[number]

/** The conversations of a tab in the chosen order; `items` are in the server's order. */
export function arranged(items: readonly ConversationSummary[], order: ListOrder): readonly ConversationSummary[] {
  if (order === 'lastMessage') return items.toSorted((a, b) => saidAt(b) - saidAt(a))
  if (order === 'status') return items
  const waiting = items.filter(isUnanswered).toSorted((a, b) => saidAt(a) - saidAt(b))
  return [...waiting, ...items.filter(item => !isUnanswered(item))]
}

/** Whether the last message is the contact's. */
const isUnanswered = ({ lastMessage }: ConversationSummary): boolean => lastMessage?.direction === 'inbound'

const saidAt = ({ lastMessage, enqueuedAt }: ConversationSummary): number => Date.parse(lastMessage?.at ?? enqueuedAt)
