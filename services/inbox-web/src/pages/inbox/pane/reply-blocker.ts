import type { ConversationSummary } from '@inbox/contracts'

export type ReplyBlocker =
  | 'queued'
  | 'offered'
  | 'offeredElsewhere'
  | 'otherAgent'
  | 'pending'
  | 'windowExpired'
  | 'awaitsContact'
  | 'unattended'
  | 'inactive'
  | 'closed'

/**
 * Why `meId` cannot answer a conversation at `now` (ms); undefined if they can. The window is open until `expiresAt`.
 */
export function replyBlocker(conversation: ConversationSummary, meId: string, now: number): ReplyBlocker | undefined {
  const { status, reason, agent, window } = conversation
  if (status === 'closed') return 'closed'
  if (status === 'inactive') return reason === 'windowExpired' || reason === 'unattended' ? reason : 'inactive'
  if (window && now >= Date.parse(window.expiresAt)) return 'windowExpired'
  if (agent && agent.id !== meId) return 'otherAgent'
  // while a transfer is on offer, it still belongs to the source
  if (status === 'ongoing' || (status === 'offered' && agent))
    return conversation.awaitsContact ? 'awaitsContact' : undefined
  if (status === 'offered') return conversation.offer?.agentId === meId ? 'offered' : 'offeredElsewhere'
  return status
}
