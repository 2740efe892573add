import { beforeEach, describe, expect, test } from '@jest/globals'
import { aConversation, aDepartment, at, rules, START } from '../../test/builders.ts'
import { aMatcher } from '../../test/matcher-fixture.ts'
import { dryRun } from './dry-run.ts'

let matcher = aMatcher()
beforeEach(() => {
  matcher = aMatcher()
})
const policy = (distribution: Parameters<typeof aDepartment>[0] = {}) => {
  const { active, distribution: given } = aDepartment(distribution)
  return { active, distribution: given }
}
const tryOut = (given: ReturnType<typeof policy>, ms = 0) => {
  const tried = dryRun(matcher.replica, 'sales', given, rules, at(ms))
  if (!tried.ok) throw new Error(tried.error.detail)
  return tried.value
}
const waiting = (count: number) => {
  for (let n = 1; n <= count; n++) matcher.conversation(aConversation(`c${n}`, { enqueuedAt: at(n).toISOString() }))
}

describe('a dry run', () => {
  test('of automatic distribution predicts exactly the offers that follow', () => {
    matcher.department({ distribution: { mode: 'manual' } })
    for (const id of ['ana', 'eva', 'rui']) matcher.agent(id, { limit: 2 })
    matcher.conversation(aConversation('held', { status: 'ongoing', agentId: 'rui' }))
    waiting(7)
    const foretold = tryOut(policy({ distribution: { strategy: 'random' } }), 10)
    expect(foretold).toMatchObject({
      offers: 5,
      policyVersion: 1,
      waiting: { conversations: 2, because: { nobodyEligible: 2 } }
    })
    expect(foretold.agents).toEqual([
      { agentId: 'ana', offers: 2, load: 0, limit: 2 },
      { agentId: 'eva', offers: 2, load: 0, limit: 2 },
      { agentId: 'rui', offers: 1, load: 1, limit: 2 }
    ])
    matcher.department({ version: 2 })
    const came = matcher.offered(10)
    expect(foretold.firstOffers.map(({ conversationId, agentId }) => `${conversationId}→${agentId}`)).toEqual(came)
  })

  test('changes nothing', () => {
    matcher.department({ distribution: { mode: 'manual' } })
    matcher.agent('ana')
    waiting(2)
    const before = structuredClone({ agents: matcher.replica.agents, conversations: matcher.replica.conversations })
    tryOut(policy())
    expect({ agents: matcher.replica.agents, conversations: matcher.replica.conversations }).toEqual(before)
    expect(matcher.offered()).toEqual([])
    matcher.department({ version: 2 })
    expect(matcher.offered()).toHaveLength(2)
  })

  test('lists offers in flight as revoked, and decides them anew', () => {
    matcher.department()
    matcher.agent('ana', { limit: 1 })
    waiting(2)
    expect(matcher.offered()).toEqual(['c1→ana'])
    const revoked = [{ conversationId: 'c1', agentId: 'ana' }]
    expect(tryOut(policy({ distribution: { strategy: 'leastLoaded' } }))).toMatchObject({ offers: 1, revoked })
    expect(tryOut(policy({ distribution: { mode: 'manual' } }))).toMatchObject({
      offers: 0,
      revoked,
      waiting: { conversations: 2, because: { manual: 2 } }
    })
  })

  test('counts what would overflow at once', () => {
    matcher.department()
    matcher.learn({ type: 'department', department: aDepartment({ id: 'support' }) })
    for (const [id, since] of [
      ['old', 0],
      ['young', 59_001]
    ] as const)
      matcher.conversation(aConversation(id, { routing: { waitingSince: new Date(START + since).toISOString() } }))
    const overflow = { departmentId: 'support', afterSeconds: 60 }
    expect(tryOut(policy({ distribution: { overflow } }), 60_000)).toMatchObject({
      overflow: { departmentId: 'support', conversations: 1 },
      waiting: { conversations: 1 }
    })
  })

  test.each([
    ['of an unknown department', 'nowhere', policy(), 'not-found'],
    [
      'with an overflow to an unknown department',
      'sales',
      policy({ distribution: { overflow: { departmentId: 'nowhere', afterSeconds: 60 } } }),
      'unprocessable'
    ]
  ])('%s is refused', (_, departmentId, given, code) => {
    matcher.department()
    expect(dryRun(matcher.replica, departmentId, given, rules, at(0))).toMatchObject({ ok: false, error: { code } })
  })
})
