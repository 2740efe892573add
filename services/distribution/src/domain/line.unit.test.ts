import { beforeEach, describe, expect, test } from '@jest/globals'
import { aConversation, at, rules, START } from '../../test/builders.ts'
import { aMatcher } from '../../test/matcher-fixture.ts'
import { explainWait } from './explain.ts'
import { beginMeasuring, estimateForNext } from './line.ts'
import { departmentOf } from './replica.ts'

const SECOND = 1000
let matcher = aMatcher()
beforeEach(() => {
  matcher = aMatcher()
  matcher.department({ distribution: { mode: 'manual' } })
})
const sales = () => departmentOf(matcher.replica, 'sales')
const arrive = (id: string, ms: number) =>
  matcher.conversation(aConversation(id, { enqueuedAt: at(ms).toISOString() }), ms)
const become = (id: string, status: 'ongoing' | 'closed', ms: number) =>
  matcher.conversation(aConversation(id, { version: 2, status, ...(status === 'ongoing' && { agentId: 'ana' }) }), ms)
const estimate = (ms: number) => estimateForNext(sales(), START + ms)

/** Ten wait; every 10 s the first gets its turn, `turns` times. */
const serve = (turns: number) => {
  for (let n = 0; n < 10; n++) arrive(`c${n}`, n)
  beginMeasuring(matcher.replica, START + 10)
  for (let n = 0; n < turns; n++) become(`c${n}`, 'ongoing', 10 + (n + 1) * 10 * SECOND)
  return 10 + turns * 10 * SECOND
}

describe('the estimated wait', () => {
  test('is the position in line divided by how fast those ahead got their turn', () => {
    const now = serve(5)
    expect(sales().line.length).toBe(5)
    expect(estimate(now)! / SECOND).toBeCloseTo(60, 0)
    const last = explainWait(matcher.replica, 'c9', rules, START + now)
    expect(last).toMatchObject({ value: { ahead: 4, estimateSeconds: 50 } })
  })

  test('is unknown until enough got their turn', () => {
    expect(estimate(serve(2))).toBeUndefined()
  })

  test('grows while nobody gets a turn, and forgets nothing while nobody waits', () => {
    const now = serve(10)
    expect(estimate(now)! / SECOND).toBeCloseTo(10, 0)
    expect(estimate(now + 86_400 * SECOND)! / SECOND).toBeCloseTo(10, 0)
    arrive('late', now)
    expect(estimate(now + 100 * SECOND)! / SECOND).toBeGreaterThan(25)
  })

  test('counts contacts who leave as a turn, and ignores what a snapshot says', () => {
    for (let n = 0; n < 5; n++) become(`gone${n}`, 'ongoing', n)
    for (let n = 0; n < 5; n++) arrive(`c${n}`, n)
    beginMeasuring(matcher.replica, START + 10)
    for (let n = 0; n < 4; n++) become(`c${n}`, 'closed', 10 + (n + 1) * SECOND)
    expect(estimate(10 + 4 * SECOND)! / SECOND).toBeCloseTo(2, 0)
  })

  test('continues from what was remembered, whatever has waited since and however long nobody looked', () => {
    serve(5)
    const remembered = new Map([['sales', structuredClone(sales().line.pace)]])
    matcher = aMatcher()
    matcher.department({ distribution: { mode: 'manual' } })
    for (let n = 0; n < 5; n++) arrive(`c${n}`, n * 100 * SECOND)
    beginMeasuring(matcher.replica, START + 86_400 * SECOND, remembered)
    expect(estimate(86_400 * SECOND)! / SECOND).toBeCloseTo(60, 0)
  })

  test('is judged when the wait ends: by how far it was off', () => {
    const now = serve(10)
    arrive('c10', now)
    become('c10', 'ongoing', now + 25 * SECOND)
    const { pace } = sales().line
    expect(pace.estimates).toBe(1)
    expect(pace.errorMs / SECOND).toBeCloseTo(15, 0)
    expect(pace.biasMs / SECOND).toBeCloseTo(-15, 0)
  })

  test('is not judged by those who left unserved, nor kept for them', () => {
    const now = serve(10)
    arrive('c10', now)
    become('c10', 'closed', now + SECOND)
    expect(sales().line.pace.estimates).toBe(0)
    expect(matcher.replica.expected.size).toBe(0)
  })
})

test('an offered conversation keeps its position in line; one with a transfer on offer no longer waits', () => {
  arrive('c1', 0)
  matcher.conversation(aConversation('c1', { version: 2, status: 'offered', offer: { agentId: 'ana' } }))
  expect(sales().line.length).toBe(1)
  matcher.conversation(aConversation('c1', { version: 3 }))
  expect(sales().line.length).toBe(1)
  become('c1', 'ongoing', 1)
  matcher.conversation(
    aConversation('c1', { version: 4, status: 'offered', agentId: 'ana', offer: { agentId: 'eva', kind: 'transfer' } })
  )
  expect(sales().line.length).toBe(0)
})
