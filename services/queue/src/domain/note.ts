import type { AgentRef } from '@inbox/contracts'

/** What an agent tells other agents about a conversation. It never reaches a channel. */
export interface Note {
  id: string
  conversationId: string
  author: AgentRef
  text: string
  at: Date
}
