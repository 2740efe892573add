import type { RoutedConversation } from '@inbox/contracts'
import { apply, type Update } from '../src/domain/apply.ts'
import { match } from '../src/domain/matcher.ts'
import { type Effects, emptyReplica } from '../src/domain/replica.ts'
import { aDepartment, anAgent, aPresence, at, rules, START } from './builders.ts'

/** A matcher with shorthands to send it updates, `ms` after the start, and to ask it for offers (`d1`, `d2`, …). */
export function aMatcher() {
  const replica = emptyReplica()
  let offers = 0
  const learn = (update: Update, ms = 0): Effects => apply(replica, update, START + ms)
  const matched = (ms = 0, departmentId = 'sales') =>
    match(replica, [departmentId], rules, at(ms), () => `d${++offers}`)
  return {
    replica,
    learn,
    conversation: (routed: RoutedConversation, ms = 0) =>
      learn({ type: 'conversation', conversation: routed, at: START + ms }, ms),
    agent(id: string, more: Parameters<typeof anAgent>[1] = {}) {
      learn({ type: 'agent', agent: anAgent(id, more) })
      learn({ type: 'presence', presence: aPresence(id) })
    },
    department: (more: Parameters<typeof aDepartment>[0] = {}) =>
      learn({ type: 'department', department: aDepartment(more) }),
    matched,
    /** `conversation→agent` of each offer. */
    offered: (ms = 0, departmentId = 'sales') =>
      matched(ms, departmentId).offers.map(({ decision }) => `${decision.conversationId}→${decision.chosenAgentId}`),
    loadOf: (id: string) => replica.agents.get(id)?.load
  }
}
