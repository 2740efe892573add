import type { ConversationSummary, Message, VisitorMessage, VisitorServerEvents } from '@inbox/contracts'
import { clientMessageIdOf } from './visitor.ts'

const from = { contact: 'visitor', agent: 'agent', system: 'system' } as const

/** What became of an answer, as far as that is known. */
export const toldStatus = ({ direction, status }: Message): VisitorMessage['status'] =>
  direction === 'inbound' || status === 'queued' || status === 'uncertain' ? undefined : status

/** A message as its visitor sees it. */
export function seenBy(visitorId: string, message: Message): VisitorMessage {
  const { id, author, content, sentAt, providerMessageId = '' } = message
  const status = toldStatus(message)
  const clientMessageId = clientMessageIdOf({ id: visitorId }, providerMessageId)
  return {
    ...{ id, from: from[author.kind], content, at: sentAt },
    ...(author.kind === 'agent' && author.name !== undefined && { name: author.name }),
    ...(clientMessageId !== undefined && { clientMessageId }),
    ...(status !== undefined && { status })
  }
}

/** Who answers, as visitors see it: whom a conversation is only offered to is not with them yet. */
export const answering = ({ status, agent }: ConversationSummary): VisitorServerEvents['agent'] =>
  agent && (status === 'ongoing' || status === 'pending')
    ? { name: agent.name, ...(status === 'pending' && { away: true }) }
    : {}

/** What `history` says of a visitor's latest conversation. */
export function historyOf(
  visitorId: string,
  conversation: ConversationSummary | undefined,
  messages: readonly Message[]
): VisitorServerEvents['history'] {
  const { name, ...how } = conversation ? answering(conversation) : {}
  return {
    ...(conversation && {
      conversation: { status: conversation.status, ...(name !== undefined && { agent: { name, ...how } }) }
    }),
    messages: messages.map(message => seenBy(visitorId, message))
  }
}
