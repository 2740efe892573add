import type {
  ConversationSummary,
  getVisitorChat,
  Message,
  OperationAnswer,
  VisitorMessage,
  VisitorServerEvents
} from '@inbox/contracts'
import { clientMessageIdOf } from './visitor.ts'

const from = { contact: 'visitor', agent: 'agent', system: 'system' } as const

/** The status of an answer as visitors see it, if known. */
export const toldStatus = ({ direction, status }: Message): VisitorMessage['status'] =>
  direction === 'inbound' || status === 'queued' || status === 'uncertain' ? undefined : status

/** A message as its visitor sees it. */
export function seenBy(visitorId: string, message: Message): VisitorMessage {
  const { id, author, content, sentAt, providerMessageId = '', ourReaction, mediaGone } = message
  const status = toldStatus(message)
  const clientMessageId = clientMessageIdOf({ id: visitorId }, providerMessageId)
  return {
    id,
    from: from[author.kind],
    content,
    ...(mediaGone && { mediaGone }),
    at: sentAt,
    ...(author.kind === 'agent' && author.name !== undefined && { name: author.name }),
    ...(clientMessageId !== undefined && { clientMessageId }),
    ...(status !== undefined && { status }),
    ...(ourReaction?.emoji !== undefined && { reaction: ourReaction.emoji })
  }
}

/** Statuses in which an agent may have it, including while it is on offer to another. */
const SERVED = new Set<ConversationSummary['status']>(['ongoing', 'pending', 'offered'])

/** Who answers, as visitors see it: an agent to whom it is only offered is not with them yet. */
export const answering = ({ status, agent }: ConversationSummary): VisitorServerEvents['agent'] =>
  agent && SERVED.has(status) ? { name: agent.name, ...(status === 'pending' && { away: true }) } : {}

/** Whether they may rate the conversation, and with which questions. */
export const asked = ({ ratable }: ConversationSummary, now: Date) => ({
  canRate: ratable !== undefined && new Date(ratable.until) > now,
  ...(ratable?.questions && { questions: ratable.questions })
})

/** A visitor's latest conversation, as sent in `history`. */
export function historyOf(
  visitorId: string,
  {
    conversation,
    messages,
    more = false
  }: Pick<OperationAnswer<typeof getVisitorChat>, 'conversation' | 'messages' | 'more'>,
  now: Date
): VisitorServerEvents['history'] {
  const { name, ...how } = conversation ? answering(conversation) : {}
  return {
    ...(conversation && {
      conversation: {
        id: conversation.id,
        status: conversation.status,
        ...(name !== undefined && { agent: { name, ...how } }),
        ...(asked(conversation, now).canRate && asked(conversation, now))
      }
    }),
    messages: messages.map(message => seenBy(visitorId, message)),
    ...(more && { more })
  }
}
