import type { Message } from '@inbox/contracts'

/** A message from the system to a contact. */
export function noticeOf(id: string, conversationId: string, text: string, now: Date): Message {
  const at = now.toISOString()
  return {
    id,
    conversationId,
    direction: 'outbound',
    author: { kind: 'system' },
    content: { type: 'text', text },
    sentAt: at,
    receivedAt: at,
    status: 'queued'
  }
}
