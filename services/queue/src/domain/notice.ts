import type { Message } from '@inbox/contracts'

/** What the system tells a contact by itself. */
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
