import type { Clock } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Agents } from '../store/agents.ts'
import type { Conversations } from '../store/conversations.ts'
import type { ReleaseWork } from './release-work.ts'
import { repairs } from './repairs.ts'

/** An agent gone for longer than this should have lost their work by now. */
const OVERDUE_MS = 5000
const MOST = 200

interface Dependencies {
  agents: Pick<Agents, 'goneBefore' | 'deactivatedBefore'>
  conversations: Pick<Conversations, 'holders' | 'withPending'>
  releaseWork: ReleaseWork
  clock: Clock
  logger: Logger
}

/**
 * A safety net below the handlers: takes work from agents who are gone and still hold some. Overdue offers and stuck
 * outboxes have scans of their own, which are counted as well. Bounded, and silent while everything else works.
 */
export function createReconcile({
  agents,
  conversations,
  releaseWork,
  clock,
  logger
}: Dependencies): () => Promise<void> {
  return async () => {
    const before = new Date(clock.now().getTime() - OVERDUE_MS)
    const [gone, ended] = await Promise.all([agents.goneBefore(before), agents.deactivatedBefore(before)])
    const holders = await conversations.holders([...new Set([...gone, ...ended])], MOST)
    const keepers = await conversations.withPending(ended, MOST)
    for (const agentId of new Set([...holders, ...keepers])) {
      const moved = await releaseWork(agentId, { correlationId: newId() })
      if (moved.length === 0) continue
      repairs.inc({ kind: 'heldByGoneAgent' }, moved.length)
      logger.error({ agentId, moved }, 'took back work that an agent who is gone still held')
    }
  }
}
