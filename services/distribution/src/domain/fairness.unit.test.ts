import { seededRandom } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { aConversation, aDepartment, anAgent, aPresence, at, rules, START } from '../../test/builders.ts'
import { apply } from './apply.ts'
import { match } from './matcher.ts'
import { emptyReplica } from './replica.ts'

const DRAWS = 24_000
const AGENTS = Array.from({ length: 8 }, (_, n) => `agent-${n}`)
/** Chi-square, alpha 0.001, by degrees of freedom. */
const CRITICAL: Record<number, number> = { 1: 10.828, 2: 13.816, 3: 16.266, 4: 18.467, 5: 20.515, 6: 22.458, 7: 24.322 }

test('I14: the draw is uniform over the eligible agents, however they come and go', () => {
  const seed = 20_300_101
  console.log(`I14 seed ${seed}`)
  const random = seededRandom(seed)
  const replica = emptyReplica()
  const versions = new Map(AGENTS.map(id => [id, 1]))
  const drawn = new Map<number, number[]>()
  const perAgent = new Map(AGENTS.map(id => [id, { seen: 0, expected: 0, variance: 0 }]))
  let [now, made] = [0, 0]
  const learn = (update: Parameters<typeof apply>[1]) => apply(replica, update, START + now)
  learn({ type: 'department', department: aDepartment() })
  for (const id of AGENTS) {
    learn({ type: 'agent', agent: anAgent(id, { limit: DRAWS }) })
    learn({ type: 'presence', presence: aPresence(id) })
  }

  while (made < DRAWS) {
    now += 1
    const id = random.pick(AGENTS)
    versions.set(id, versions.get(id)! + 1)
    const link = random.next() < 0.5 ? 'connected' : 'reconnecting'
    learn({ type: 'presence', presence: aPresence(id, { version: versions.get(id)!, link }) })
    const conversation = aConversation(`c-${now}`, { enqueuedAt: at(now).toISOString() })
    learn({ type: 'conversation', conversation, at: START + now })
    for (const { decision } of match(replica, ['sales'], rules, at(now), () => `d-${made}`).offers) {
      const { candidates, chosenAgentId } = decision
      made += 1
      const counts = drawn.get(candidates.length) ?? candidates.map(() => 0)
      counts[candidates.indexOf(chosenAgentId)]! += 1
      drawn.set(candidates.length, counts)
      for (const candidate of candidates) {
        const tally = perAgent.get(candidate)!
        tally.expected += 1 / candidates.length
        tally.variance += (1 / candidates.length) * (1 - 1 / candidates.length)
      }
      perAgent.get(chosenAgentId)!.seen += 1
    }
  }

  for (const [size, counts] of drawn) {
    const total = counts.reduce((sum, count) => sum + count, 0)
    if (size < 2 || total < 500) continue
    const expected = total / size
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect({ size, chiSquare, fair: chiSquare < CRITICAL[size - 1]! }).toMatchObject({ fair: true })
  }
  // 3.9 standard deviations: 0.001 over eight agents
  for (const { seen, expected, variance } of perAgent.values()) {
    expect(Math.abs(seen - expected) / Math.sqrt(variance)).toBeLessThan(3.9)
  }
}, 60_000)
