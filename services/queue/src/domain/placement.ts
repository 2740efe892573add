import { baseOf, type Conversation, type Queued } from './conversation.ts'
import { frontPriority, ordinaryPriority } from './priority.ts'

/** Where a conversation from another department stands. */
export type Placement = 'keep' | 'tail' | 'front'

/** What a conversation becomes in another department: it waits there, for anybody, at a place that the department says. */
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
