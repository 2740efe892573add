import type { RoutedConversation } from '@inbox/contracts'
import { apply, type Learnt } from '../src/domain/apply.ts'
import { match } from '../src/domain/matcher.ts'
import { type Effects, emptyPicture } from '../src/domain/picture.ts'
import { aDepartment, anAgent, aPresence, at, rules, START } from './builders.ts'

/** A matcher and short ways to tell it things, `ms` after the start, and to ask it for offers (`d1`, `d2`, …). */
export function aMatcher() {
  const picture = emptyPicture()
  let offers = 0
  const learn = (learnt: Learnt, ms = 0): Effects => apply(picture, learnt, START + ms)
  const matched = (ms = 0, departmentId = 'sales') =>
    match(picture, [departmentId], rules, at(ms), () => `d${++offers}`)
  return {
    picture,
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
    loadOf: (id: string) => picture.agents.get(id)?.load
  }
}
