import { baseOf, type Conversation, type Queued } from './conversation.ts'
import { frontPriority, ordinaryPriority } from './priority.ts'

/** The place of a conversation that comes from another department. */
export type Placement = 'keep' | 'tail' | 'front'

/** A conversation moved to another department: it waits there, for anybody, at the place set by that department. */
export function inDepartment(
  conversation: Conversation,
  { departmentId, placement }: { departmentId: string; placement: Placement },
  now: Date
): Queued {
  const { preferredAgentId, offerEndedAt, ...base } = baseOf(conversation)
  return {
    ...base,
    status: 'queued',
    departmentId,
    enqueuedAt: placement === 'tail' ? now : base.enqueuedAt,
    priority: placement === 'front' ? frontPriority(conversation) : ordinaryPriority(conversation),
    excludedAgentIds: []
  }
}
