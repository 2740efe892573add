import {
  getVisitorChat,
  type InboundMessage,
  listVisitorMessages,
  type OperationAnswer,
  type VisitorClientEvents
} from '@inbox/contracts'
import type { Client } from '@inbox/http'
import type { Rejection, Result } from '@inbox/kernel'
import type { Ingest } from '../../outbound/ingest.ts'
import type { Visitor } from './visitor.ts'
import { providerMessageId } from './visitor.ts'

type InboxAnswer<Answer> = Promise<Result<Answer, Rejection>>

/** `departmentId`: where a conversation that begins with it goes, if not to the channel's department. */
export interface WrittenByVisitor {
  clientMessageId: string
  content: InboundMessage['content']
  departmentId?: string | undefined
}

/**
 * The rest of the platform as this adapter uses it: as any adapter can, plus the queue's view for visitors. All calls
 * throw Retryable while it is away.
 */
export interface Inbox {
  /** `choices`: departments to report on as well. */
  chatOf(
    visitor: Visitor,
    departmentId: string,
    choices: readonly string[]
  ): InboxAnswer<OperationAnswer<typeof getVisitorChat>>
  /** The messages before one of theirs. */
  before(visitor: Visitor, messageId: string): InboxAnswer<OperationAnswer<typeof listVisitorMessages>>
  /** Resolves once channel-ingest holds it; the same `clientMessageId` is the same message. */
  write(visitor: Visitor, said: WrittenByVisitor, sentAt: Date): InboxAnswer<{ id: string }>
  read(visitor: Visitor, messageId: string, at: Date): InboxAnswer<unknown>
  type(visitor: Visitor, typing: boolean): InboxAnswer<unknown>
  leave(visitor: Visitor, at: Date): InboxAnswer<unknown>
  rate(visitor: Visitor, rating: VisitorClientEvents['rate'], at: Date): InboxAnswer<unknown>
}

/** `queue` calls that service. */
export const createInbox = (ingest: Ingest, queue: Client): Inbox => ({
  chatOf: ({ channelId, id }, departmentId, choices) =>
    queue.call(getVisitorChat, {
      params: { channelId, visitorId: id },
      query: { departmentId, ...(choices.length > 0 && { choices: choices.join(',') }) }
    }),
  before: ({ channelId, id }, messageId) =>
    queue.call(listVisitorMessages, { params: { channelId, visitorId: id }, query: { before: messageId } }),
  write: (visitor, { clientMessageId, content, departmentId }, sentAt) => {
    const { channelId, id, name, email, phone, consentAt } = visitor
    const contact = { id, name, email, phone, ...(consentAt && { attributes: { consentAt } }) }
    const messageId = providerMessageId(visitor, clientMessageId)
    const where = departmentId === undefined ? {} : { departmentId }
    return ingest.message(channelId, { messageId, contact, sentAt: sentAt.toISOString(), content, ...where })
  },
  read: ({ channelId, id }, messageId, at) =>
    ingest.status(channelId, { messageId, contact: { id }, status: 'read', at: at.toISOString() }),
  type: ({ channelId, id }, typing) => ingest.typing(channelId, { contact: { id }, typing }),
  rate: ({ channelId, id }, rating, at) =>
    ingest.rating(channelId, { ...rating, contact: { id }, at: at.toISOString() }),
  leave: ({ channelId, id }, at) => ingest.departure(channelId, { contact: { id }, at: at.toISOString() })
})
