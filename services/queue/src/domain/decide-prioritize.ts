import type { ActorRef } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import type { Conversation } from './conversation.ts'
import { type Decided, illegal, unchanged } from './decision.ts'
import { ordinaryPriority, ownPriorityOf } from './priority.ts'

/** Moves a conversation within the queue: at once if it waits, else the next time it does. */
export interface Prioritize {
  type: 'prioritize'
  priority: number
  actor: ActorRef
}

export function decidePrioritize({ priority: to, actor }: Prioritize, conversation: Conversation): Decided {
  if (conversation.status === 'closed') return illegal('prioritized', conversation)
  const from = ordinaryPriority(conversation)
  if (from === to) return ok(unchanged)
  const { ownPriority: _, priority, ...rest } = conversation
  // one that is at the front stays there
  const next = { ...rest, priority: priority - from + to, ...ownPriorityOf(to) } as Conversation
  return ok({ next, prioritized: { from, to, actor } })
}
