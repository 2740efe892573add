import { conversationOffered, type DecisionRecord, type Transition } from '@inbox/contracts'
import { newEnvelope } from '@inbox/messaging'
import { expect, test } from '@jest/globals'
import { inStatus, noon } from '../../test/builders.ts'
import { routedOf } from '../domain/summary.ts'
import { toldOf } from './published.ts'

const at = noon.toISOString()
const agents = Array.from({ length: 100 }, (_, n) => `0198a1b2-c3d4-7e5f-8a6b-${String(n).padStart(12, '0')}`)
const decision: DecisionRecord = {
  ...{ id: 'o', conversationId: 'c', departmentId: 'd', offerNumber: 1, policyVersion: 1, strategy: 'leastLoaded' },
  ...{ candidates: agents.slice(0, 10), chosenAgentId: agents[0]!, preferred: false, decidedAt: at },
  exclusions: agents.slice(10).map(agentId => ({ agentId, reason: 'atLimit' })),
  basis: { loads: agents.slice(0, 10).map(() => 3) }
}
const step: Transition = {
  ...{ rule: 'T3', from: 'queued', to: 'offered', cause: 'automatic', actor: { kind: 'system' }, at },
  ...{ offerId: 'o', toAgentId: agents[0]! }
}
const offered = (transition: Transition) => {
  const data = { conversation: routedOf({ ...inStatus.offered(), version: 2 }), transition }
  return newEnvelope(conversationOffered, { key: 'c', version: 2, occurredAt: noon, correlationId: 'x', data })
}

test('an offer is told without the decision, whose size is that of a department', () => {
  const whole = offered({ ...step, decision })
  const told = toldOf(whole)
  expect(told).toEqual({ ...offered(step), id: whole.id })
  const bytesOf = (message: object) => JSON.stringify(message).length
  expect(bytesOf(told)).toBeLessThan(2000)
  expect(bytesOf(whole)).toBeGreaterThan(8000)
  expect(toldOf(told)).toBe(told)
})
