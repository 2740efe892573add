import type { DataOf, DeliveryStatus, deliveryFailed } from '@inbox/contracts'
import { Retryable } from '@inbox/kernel'
import { agentOf } from '../domain/conversation.ts'
import { type Origin, statusEntry } from '../outbound/events.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Messages } from '../store/messages.ts'
import type { Execute } from './execute.ts'

interface Report {
  messageId: string
  status: DeliveryStatus
  error?: string | undefined
  providerMessageId?: string | undefined
}

export interface DeliveryReports {
  advance(report: Report, origin: Origin): Promise<void>
  failed(failure: DataOf<typeof deliveryFailed>, origin: Origin): Promise<void>
}

/** Brings what channels say of outbound messages into them: forward only, whatever the order of arrival. */
export function deliveryReports(messages: Messages, conversations: Conversations, execute: Execute): DeliveryReports {
  const advance = async ({ messageId, status, error, providerMessageId }: Report, origin: Origin) => {
    const known = await messages.find(messageId)
    // a report may overtake the message that it speaks of
    if (!known) throw new Retryable(`no outbound message ${messageId} yet`)
    const loaded = await conversations.load(known.conversationId)
    const agentId = loaded ? agentOf(loaded.conversation)?.id : undefined
    const departmentId = loaded?.conversation.departmentId ?? ''
    const more = {
      ...(error !== undefined && { error }),
      ...(providerMessageId !== undefined && { providerMessageId })
    }
    await messages.advance(known.id, status, more, message => statusEntry(message, departmentId, agentId, origin))
  }
  return {
    advance,
    async failed({ messageId, conversationId, error, code }, origin) {
      await advance({ messageId, status: 'failed', error }, origin)
      // the provider has the last word, even if our clock disagrees
      if (code === 'window-expired') await execute(conversationId, { type: 'expire', refused: true }, origin)
    }
  }
}
