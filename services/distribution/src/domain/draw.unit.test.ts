import type { DecisionRecord } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { draw, verifyDraw } from './draw.ts'

const SECRET = 'the secret of the draws in this test'

const record = (changes: Partial<DecisionRecord> = {}): DecisionRecord => {
  const candidates = ['ana', 'eva', 'rui']
  const drawn = draw(SECRET, { conversationId: 'c1', offerNumber: 2 }, candidates.length)
  return {
    id: 'd1',
    conversationId: 'c1',
    departmentId: 'sales',
    offerNumber: 2,
    policyVersion: 1,
    strategy: 'random',
    candidates,
    exclusions: [],
    chosenAgentId: candidates[drawn.index]!,
    preferred: false,
    draw: drawn,
    decidedAt: '2030-01-01T09:00:00.000Z',
    ...changes
  }
}

test('the same conversation and offer number draw the same, another offer number draws anew', () => {
  const first = draw(SECRET, { conversationId: 'c1', offerNumber: 1 }, 10)
  expect(draw(SECRET, { conversationId: 'c1', offerNumber: 1 }, 10)).toEqual(first)
  expect(draw(SECRET, { conversationId: 'c1', offerNumber: 2 }, 10).proof).not.toBe(first.proof)
  expect(draw(`${SECRET}!`, { conversationId: 'c1', offerNumber: 1 }, 10).proof).not.toBe(first.proof)
})

test('the proof is the HMAC-SHA-256 of conversation and offer number', () => {
  // printf 'c1:1' | openssl dgst -sha256 -hmac 'key'
  expect(draw('key', { conversationId: 'c1', offerNumber: 1 }, 3).proof).toBe(
    'a6de544e7d7f4dce5160991ea49ac854586ccafea33a285721e6a7417af3dbab'
  )
})

test('a record verifies as it was made', () => {
  expect(verifyDraw(record(), SECRET)).toBe(true)
})

const chosen = record().chosenAgentId
const other = record().candidates.find(id => id !== chosen)!
test.each<[string, Partial<DecisionRecord>]>([
  ['another agent', { chosenAgentId: other }],
  ['another offer number', { offerNumber: 3 }],
  ['another conversation', { conversationId: 'c2' }],
  ['candidates in another order', { candidates: ['rui', 'eva', 'ana'] }],
  ['another proof', { draw: { ...record().draw!, proof: '00' } }],
  ['a preferred agent with a draw', { preferred: true }]
])('a record with %s does not verify', (_, change) => {
  expect(verifyDraw(record(change), SECRET)).toBe(false)
})

test('a record without its draw does not verify, nor with another secret', () => {
  const { draw: _, ...without } = record()
  expect(verifyDraw(without, SECRET)).toBe(false)
  expect(verifyDraw(record(), `${SECRET}!`)).toBe(false)
})
