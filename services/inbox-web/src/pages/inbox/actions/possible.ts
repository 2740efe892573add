import type { ConversationSummary } from '@inbox/contracts'
import type { Viewer } from '../../../live/tabs.ts'

export type ActionName =
  | 'accept'
  | 'decline'
  | 'park'
  | 'resume'
  | 'return'
  | 'transfer'
  | 'cancelTransfer'
  | 'close'
  | 'dismiss'

/** What a viewer may do with a conversation, likeliest first. The server decides; this only avoids futile attempts. */
export function possibleActions(conversation: ConversationSummary, viewer: Viewer): ActionName[] {
  const { status, agent, offer } = conversation
  const supervises = viewer.role !== 'agent'
  const own = agent?.id === viewer.id
  switch (status) {
    case 'queued':
      return [
        ...(viewer.departmentIds.includes(conversation.departmentId) ? (['accept'] as const) : []),
        // anyone who sees a conversation in the wrong department may send it on
        'transfer',
        ...(supervises ? (['close'] as const) : [])
      ]
    case 'offered':
      if (offer?.agentId === viewer.id) return ['accept', 'decline']
      return offer?.kind === 'transfer' && (own || supervises) ? ['cancelTransfer'] : []
    case 'ongoing':
      if (own) return ['park', 'transfer', 'close', 'return']
      return supervises ? ['transfer', 'close', 'return'] : []
    case 'pending':
      if (own) return ['resume', 'transfer', 'close', 'return']
      return supervises ? ['transfer', 'close', 'return'] : []
    case 'inactive':
      return ['dismiss']
    case 'closed':
      return []
  }
}

/** Its agent decides when it comes back, and may change that later. */
export const mayParkUntil = ({ status, agent }: ConversationSummary, viewer: Pick<Viewer, 'id'>): boolean =>
  (status === 'ongoing' || status === 'pending') && agent?.id === viewer.id

/** A conversation that nobody has had yet is assigned to an agent, by a supervisor, not transferred. */
export const mayGoToAgent = ({ status }: ConversationSummary): boolean => status !== 'queued'
