import { describe, expect, test } from '@jest/globals'
import { type Candidate, strategies } from './strategies.ts'

const candidate = (id: string, load = 0, idleSince = 0): Candidate => ({ id, load, idleSince })
const circumstances = { conversationId: 'c1', offerNumber: 1, secret: 'a secret of at least thirty-two characters' }

describe('leastLoaded', () => {
  test('chooses the agent with the fewest conversations', () => {
    const candidates = [candidate('ana', 2, 1), candidate('eva', 1, 9), candidate('rui', 3, 0)]
    expect(strategies.leastLoaded(candidates, circumstances).agentId).toBe('eva')
  })
  test('chooses among equals the one who has gone longest without new work', () => {
    const candidates = [candidate('ana', 1, 5), candidate('eva', 1, 3), candidate('rui', 2, 0)]
    expect(strategies.leastLoaded(candidates, circumstances).agentId).toBe('eva')
  })
})

test('longestIdle chooses the agent who has neither received nor finished work for longest', () => {
  const candidates = [candidate('ana', 0, 7), candidate('eva', 2, 3), candidate('rui', 0, 5)]
  expect(strategies.longestIdle(candidates, circumstances).agentId).toBe('eva')
})

test.each([
  [undefined, 'ana'],
  ['ana', 'eva'],
  ['bob', 'eva'],
  ['rui', 'ana']
])('roundRobin after %s chooses %s', (lastChosenId, agentId) => {
  const candidates = ['ana', 'eva', 'rui'].map(id => candidate(id))
  expect(strategies.roundRobin(candidates, { ...circumstances, lastChosenId }).agentId).toBe(agentId)
})

test('random keeps its draw as a proof', () => {
  const candidates = ['ana', 'eva', 'rui'].map(id => candidate(id))
  const { agentId, draw } = strategies.random(candidates, circumstances)
  expect(candidates[draw!.index]!.id).toBe(agentId)
})
