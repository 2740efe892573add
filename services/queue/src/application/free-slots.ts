import type { AgentState } from '../domain/agent.ts'
import { extraSlotOf, slotOf } from '../domain/conversation.ts'
import type { Conversations } from '../store/conversations.ts'

export interface FreeSlots {
  /** A slot that nothing holds, and whether it is within the agent's limit. Not taken until a commit takes it. */
  reserve(agent: AgentState): Promise<{ slot: string; within: boolean }>
  /** Call when the commit is over, whatever its outcome. */
  release(slot: string): void
}

/** Finds slots such that two concurrent commands in this process do not try the same one. */
export function createFreeSlots(conversations: Pick<Conversations, 'slotsOf'>): FreeSlots {
  const reserved = new Set<string>()
  return {
    async reserve({ id, limit }) {
      // a commit made while the slots are read may be missing from them, but was reserved when reading began
      const reservedBefore = new Set(reserved)
      const taken = new Set(await conversations.slotsOf(id))
      const within = taken.size < limit
      const nth = within ? slotOf : extraSlotOf
      const free = Array.from({ length: within ? limit : taken.size + 1 }, (_, k) => nth(id, k)).filter(
        slot => !taken.has(slot)
      )
      const isLeft = (slot: string) => !reservedBefore.has(slot) && !reserved.has(slot)
      const slot = free.find(isLeft) ?? free[0]!
      reserved.add(slot)
      return { slot, within }
    },
    release: slot => void reserved.delete(slot)
  }
}
