import type { DecisionRecord, DistributionPolicy } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import { aConversation, rules } from '../../test/builders.ts'
import { aMatcher } from '../../test/matcher-fixture.ts'
import { verify } from './verify.ts'

type Strategy = DistributionPolicy['strategy']

/** A department's second decision: Ana has one conversation already, Eva and Rui have none. */
function decided(strategy: Strategy, preferredAgentId?: string): DecisionRecord {
  const { department, agent, conversation, matched } = aMatcher()
  department({ distribution: { strategy } })
  for (const id of ['ana', 'eva', 'rui']) agent(id)
  conversation(aConversation('c1', { routing: { preferredAgentId: 'ana' } }))
  matched()
  conversation(aConversation('c2', { routing: { ...(preferredAgentId && { preferredAgentId }) } }))
  return matched(1).offers[0]!.decision
}
const isTrue = (record: DecisionRecord) => verify(record, rules.drawSecret)

describe.each<Strategy>(['random', 'leastLoaded', 'roundRobin', 'longestIdle'])('a decision by %s', strategy => {
  const record = decided(strategy)

  test('verifies as made, also with a preferred agent', () => {
    expect(isTrue(record)).toBe(true)
    expect(isTrue(decided(strategy, 'rui'))).toBe(true)
    expect(isTrue(decided(strategy, 'gone'))).toBe(true)
  })

  test.each(['ana', 'eva', 'rui'].filter(id => id !== record.chosenAgentId))('does not verify with %s', other => {
    expect(isTrue({ ...record, chosenAgentId: other })).toBe(false)
  })

  test.each<[string, Partial<DecisionRecord>]>([
    ['candidates in another order', { candidates: record.candidates.toReversed() }],
    ['a preferred agent who was not chosen', { preferred: true, preferredAgentId: 'nobody' }],
    ['a candidate who was preferred and passed over', { preferredAgentId: 'ana', chosenAgentId: 'eva' }]
  ])('does not verify with %s', (_, change) => {
    expect(isTrue({ ...record, ...change })).toBe(false)
  })
})

describe('a random draw does not verify', () => {
  const record = decided('random')
  test.each<[string, Partial<DecisionRecord>]>([
    ['of another offer number', { offerNumber: 3 }],
    ['of another conversation', { conversationId: 'c9' }],
    ['with another proof', { draw: { ...record.draw!, proof: '00' } }],
    ['of a preferred agent', { preferred: true }]
  ])('%s', (_, change) => {
    expect(isTrue({ ...record, ...change })).toBe(false)
  })

  test('without its proof, nor with another secret', () => {
    const { draw, ...without } = record
    expect(isTrue(without)).toBe(false)
    expect(verify(record, `${rules.drawSecret}!`)).toBe(false)
  })

  test('but does with the secret it was drawn with, even if that was replaced', () => {
    expect(verify(record, `another secret,${rules.drawSecret}`)).toBe(true)
  })
})

test('a record from before the inputs were stored cannot be judged', () => {
  const { basis, ...old } = decided('leastLoaded')
  expect(isTrue(old)).toBeUndefined()
  const { preferredAgentId, ...preferred } = decided('random', 'rui')
  expect(isTrue(preferred)).toBeUndefined()
})
