import type { ConversationSummary } from '@inbox/contracts'

/** By the last change of status, as the server does; by the last message; or what waits for an answer first. */
export const listOrders = ['status', 'lastMessage', 'unanswered'] as const
export type ListOrder = (typeof listOrders)[number]

/** The conversations of a tab in the order that somebody chose; they come as the server orders them. */
export function arranged(items: readonly ConversationSummary[], order: ListOrder): readonly ConversationSummary[] {
  if (order === 'lastMessage') return items.toSorted((a, b) => saidAt(b) - saidAt(a))
  if (order === 'status') return items
  const waiting = items.filter(isUnanswered).toSorted((a, b) => saidAt(a) - saidAt(b))
  return [...waiting, ...items.filter(item => !isUnanswered(item))]
}

/** The contact said the last word. */
const isUnanswered = ({ lastMessage }: ConversationSummary): boolean => lastMessage?.direction === 'inbound'

const saidAt = ({ lastMessage, enqueuedAt }: ConversationSummary): number => Date.parse(lastMessage?.at ?? enqueuedAt)
