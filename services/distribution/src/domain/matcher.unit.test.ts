import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import { aConversation, anAgent, aPresence, at, rules, START } from '../../test/builders.ts'
import { aMatcher } from '../../test/matcher-fixture.ts'
import { explainWait } from './explain.ts'
import { beginMeasuring } from './line.ts'
import { match } from './matcher.ts'
import { verify } from './verify.ts'

let { replica, learn, conversation, agent, department, matched, offered, loadOf } = aMatcher()
beforeEach(() => {
  ;({ replica, learn, conversation, agent, department, matched, offered, loadOf } = aMatcher())
})
const waitingAt = (ms: number) => ({ enqueuedAt: at(ms).toISOString() })

describe('order', () => {
  test('I4: priority comes first, then arrival, then id', () => {
    department()
    conversation(aConversation('late', waitingAt(9)))
    conversation(aConversation('b', waitingAt(5)))
    conversation(aConversation('a', waitingAt(5)))
    conversation(aConversation('urgent', { ...waitingAt(99), routing: { priority: 1 } }))
    agent('ana', { limit: 4 })
    expect(offered()).toEqual(['urgent→ana', 'a→ana', 'b→ana', 'late→ana'])
  })

  test('I4: a conversation that its only free agent passed up is skipped for that agent alone', () => {
    department()
    agent('ana', { limit: 1 })
    agent('eva', { limit: 1 })
    conversation(
      aConversation('old', {
        ...waitingAt(1),
        routing: { excludedAgentIds: ['ana'], offerEndedAt: at(0).toISOString() }
      })
    )
    conversation(aConversation('new', waitingAt(2)))
    expect(offered(10)).toEqual(['old→eva', 'new→ana'])
  })
})

test('an agent who becomes free costs a look at the excluded conversations before the one they get, however many wait', () => {
  department()
  for (let n = 0; n < 10_000; n++) {
    const letPass = n < 10 ? { excludedAgentIds: ['ana'], offerEndedAt: at(0).toISOString() } : {}
    conversation(aConversation(`c${n}`, { ...waitingAt(n), routing: letPass }))
  }
  agent('ana', { limit: 1 })
  const { waiting } = replica.departments.get('sales')!
  const after = jest.spyOn(waiting, 'after')
  expect(offered(1)).toEqual(['c10→ana'])
  expect(after).toHaveBeenCalledTimes(11)
})

describe('order across departments', () => {
  const inSupport = { departmentId: 'support' }
  const both = ['sales', 'support']
  const offeredIn = () =>
    match(replica, both, rules, at(0), () => 'd').offers.map(({ decision }) => decision.conversationId)

  test('I4: an agent of several departments gets what is first in turn, wherever it waits', () => {
    department()
    department({ id: 'support' })
    conversation(aConversation('sales-2', waitingAt(2)))
    conversation(aConversation('sales-4', waitingAt(4)))
    conversation(aConversation('support-1', { ...waitingAt(1), ...inSupport }))
    conversation(aConversation('support-3', { ...waitingAt(3), ...inSupport }))
    agent('ana', { limit: 3, departmentIds: both })
    expect(offeredIn()).toEqual(['support-1', 'sales-2', 'support-3'])
  })

  test('I4: a higher priority comes before an earlier arrival in another department', () => {
    department()
    department({ id: 'support' })
    conversation(aConversation('early', waitingAt(1)))
    conversation(aConversation('urgent', { ...waitingAt(9), ...inSupport, routing: { priority: 5 } }))
    agent('ana', { limit: 1, departmentIds: both })
    expect(offeredIn()).toEqual(['urgent'])
  })

  test('one department is not held back because another cannot offer', () => {
    department({ distribution: { mode: 'manual' } })
    department({ id: 'support' })
    conversation(aConversation('early', waitingAt(1)))
    conversation(aConversation('late', { ...waitingAt(2), ...inSupport }))
    agent('ana', { departmentIds: both })
    expect(offeredIn()).toEqual(['late'])
  })
})

describe('a priority that changes', () => {
  const prioritized = (routed: ReturnType<typeof aConversation>) =>
    learn({ type: 'prioritized', conversation: routed, at: START })

  test('I4: counts at once for a waiting conversation', () => {
    department()
    conversation(aConversation('first', waitingAt(1)))
    conversation(aConversation('second', waitingAt(2)))
    prioritized(aConversation('second', { ...waitingAt(2), version: 2, routing: { priority: 3 } }))
    agent('ana', { limit: 2 })
    expect(offered()).toEqual(['second→ana', 'first→ana'])
  })

  test('leaves an offer in flight alone', () => {
    department()
    agent('ana', { limit: 2 })
    conversation(aConversation('c1'))
    expect(offered()).toEqual(['c1→ana'])
    prioritized(aConversation('c1', { version: 2, routing: { priority: 3 } }))
    expect(offered()).toEqual([])
    expect(loadOf('ana')).toBe(1)
  })
})

describe('who is offered what', () => {
  test.each([
    ['is not connected', {}, { link: 'reconnecting' as const }, 'notConnected'],
    ['is on a break', {}, { status: 'break' as const }, 'notAvailable'],
    ['is deactivated', { active: false }, {}, 'inactive'],
    ['has no slot', { limit: 0 }, {}, 'atLimit']
  ])('nobody who %s', (_, profile, presence, reason) => {
    department()
    learn({ type: 'agent', agent: anAgent('ana', profile) })
    learn({ type: 'presence', presence: aPresence('ana', presence) })
    conversation(aConversation('c1'))
    expect(offered()).toEqual([])
    const explained = explainWait(replica, 'c1', rules, START)
    expect(explained).toMatchObject({
      ok: true,
      value: { because: 'nobodyEligible', exclusions: [{ agentId: 'ana', reason }] }
    })
  })

  test('nobody in another department, and nobody known to only one of directory and presence', () => {
    department()
    agent('ana', { departmentIds: ['support'] })
    learn({ type: 'agent', agent: anAgent('eva') })
    learn({ type: 'presence', presence: aPresence('rui') })
    conversation(aConversation('c1'))
    expect(offered()).toEqual([])
  })

  test('the preferred agent first, if eligible', () => {
    department()
    for (const id of ['ana', 'eva', 'rui']) agent(id, { limit: 5 })
    for (const id of ['c1', 'c2', 'c3']) conversation(aConversation(id, { routing: { preferredAgentId: 'eva' } }))
    expect(offered()).toEqual(['c1→eva', 'c2→eva', 'c3→eva'])
    conversation(aConversation('c4', { routing: { preferredAgentId: 'eva', excludedAgentIds: ['eva'] } }))
    expect(matched().offers[0]?.decision).toMatchObject({ candidates: ['ana', 'rui'], preferred: false })
  })

  describe('with patience for the preferred agent', () => {
    const patient = (more: { preferLastAgent?: boolean } = {}) =>
      department({ distribution: { preferredPatienceSeconds: 30, ...more } })
    const returned = (id: string, more: { excludedAgentIds?: string[] } = {}) =>
      conversation(
        aConversation(id, { routing: { preferredAgentId: 'eva', waitingSince: at(0).toISOString(), ...more } })
      )

    test('it waits for them although somebody else is free, then takes anybody', () => {
      patient()
      agent('ana')
      agent('eva', { limit: 0 })
      returned('c1')
      expect(matched(29_999)).toEqual({ offers: [], wake: [{ key: 'department sales', at: START + 30_000 }] })
      expect(explainWait(replica, 'c1', rules, START + 1)).toMatchObject({
        value: { because: 'waitsForPreferred', preferred: { agentId: 'eva', until: at(30_000).toISOString() } }
      })
      expect(offered(30_000)).toEqual(['c1→ana'])
    })

    test('those behind it are served meanwhile, and the preferred agent gets it as soon as they are free', () => {
      patient()
      agent('ana')
      agent('eva', { limit: 0 })
      returned('c1')
      conversation(aConversation('c2', waitingAt(1)))
      expect(offered(1)).toEqual(['c2→ana'])
      expect([...learn({ type: 'agent', agent: anAgent('eva', { version: 2 }) }).match]).toEqual(['sales'])
      expect(offered(2)).toEqual(['c1→eva'])
    })

    test.each([
      ['passed it up', {}, {}, ['eva']],
      ['logged out', {}, { status: 'loggedOut' as const }, []],
      ['left the department', { departmentIds: ['support'] }, {}, []],
      ['was deactivated', { active: false }, {}, []]
    ])('it does not wait for one who %s', (_, profile, presence, excludedAgentIds) => {
      patient()
      agent('ana')
      learn({ type: 'agent', agent: anAgent('eva', profile) })
      learn({ type: 'presence', presence: aPresence('eva', presence) })
      returned('c1', { excludedAgentIds })
      expect(offered(1)).toEqual(['c1→ana'])
    })

    test('a new conversation prefers the agent of the last one only if the department says so', () => {
      patient()
      agent('ana')
      agent('eva', { limit: 0 })
      conversation(aConversation('c1', { routing: { lastAgentId: 'eva' } }))
      expect(offered(1)).toEqual(['c1→ana'])
      department({ version: 2, distribution: { preferredPatienceSeconds: 30, preferLastAgent: true } })
      conversation(aConversation('c2', { routing: { lastAgentId: 'eva' } }))
      expect(offered(2)).toEqual([])
    })
  })

  test('the record says who was a candidate and why the others were not', () => {
    department({ version: 7 })
    for (const id of ['ana', 'eva', 'rui', 'leo']) agent(id, { limit: 1 })
    learn({ type: 'presence', presence: aPresence('rui', { version: 2, status: 'break' }) })
    conversation(aConversation('held', { status: 'ongoing', agentId: 'leo' }))
    conversation(aConversation('c1', { routing: { excludedAgentIds: ['eva'], offerNumber: 2 } }))
    const [offer] = matched(5).offers
    expect(offer?.decision).toMatchObject({
      conversationId: 'c1',
      offerNumber: 2,
      policyVersion: 7,
      candidates: ['ana'],
      chosenAgentId: 'ana',
      draw: { index: 0 },
      decidedAt: at(5).toISOString()
    })
    expect(new Set(offer?.decision.exclusions)).toEqual(
      new Set([
        { agentId: 'eva', reason: 'declined' },
        { agentId: 'rui', reason: 'notAvailable' },
        { agentId: 'leo', reason: 'atLimit' }
      ])
    )
  })
})

describe('load', () => {
  test('an offer in flight occupies a slot, and its answer does not occupy a second', () => {
    department()
    agent('ana', { limit: 1 })
    conversation(aConversation('c1', waitingAt(1)))
    conversation(aConversation('c2', waitingAt(2)))
    expect(offered()).toEqual(['c1→ana'])
    expect(explainWait(replica, 'c2', rules, START)).toMatchObject({ value: { exclusions: [{ reason: 'inFlight' }] } })
    conversation(aConversation('c1', { version: 2, status: 'offered', offer: { id: 'd1', agentId: 'ana' } }))
    expect(loadOf('ana')).toBe(1)
    expect(offered()).toEqual([])
  })

  test('a transfer on offer occupies a slot of both', () => {
    conversation(
      aConversation('c1', { status: 'offered', agentId: 'ana', offer: { kind: 'transfer', agentId: 'eva' } })
    )
    expect([loadOf('ana'), loadOf('eva')]).toEqual([1, 1])
    conversation(aConversation('c1', { version: 2, status: 'ongoing', agentId: 'eva' }))
    expect([loadOf('ana'), loadOf('eva')]).toEqual([0, 1])
  })

  test.each(['pending', 'inactive', 'closed'] as const)(
    '%s frees the slot, and an older event does not occupy it again',
    status => {
      department()
      agent('ana', { limit: 1 })
      conversation(aConversation('c1', { version: 2, status: 'ongoing', agentId: 'ana' }))
      conversation(aConversation('c2'))
      const effects = conversation(aConversation('c1', { version: 3, status, agentId: 'ana' }))
      expect([...effects.match]).toEqual(['sales'])
      conversation(aConversation('c1', { version: 2, status: 'ongoing', agentId: 'ana' }))
      expect(loadOf('ana')).toBe(0)
      expect(offered()).toEqual(['c2→ana'])
    }
  )

  test('a limit lowered below the load stops offers; raised, they resume', () => {
    department()
    agent('ana', { limit: 2 })
    conversation(aConversation('c1', { status: 'ongoing', agentId: 'ana' }))
    learn({ type: 'agent', agent: anAgent('ana', { version: 2, limit: 1 }) })
    conversation(aConversation('c2'))
    expect(offered()).toEqual([])
    expect([...learn({ type: 'agent', agent: anAgent('ana', { version: 3, limit: 2 }) }).match]).toEqual(['sales'])
    expect(offered()).toEqual(['c2→ana'])
  })
})

describe('policy', () => {
  test('a manual department gets no offers; once automatic it drains head first, even if it has ended', () => {
    department({ distribution: { mode: 'manual' } })
    agent('ana', { limit: 5 })
    conversation(aConversation('second', waitingAt(2)))
    conversation(aConversation('first', waitingAt(1)))
    expect(offered()).toEqual([])
    expect(explainWait(replica, 'second', rules, START)).toMatchObject({ value: { because: 'manual', ahead: 1 } })
    expect([...department({ version: 3, active: false }).match]).toEqual(['sales'])
    department({ version: 2, distribution: { mode: 'manual' } })
    expect(offered()).toEqual(['first→ana', 'second→ana'])
  })

  test('an agent removed from the department gets nothing more from it', () => {
    department()
    agent('ana')
    learn({ type: 'agent', agent: anAgent('ana', { version: 2, departmentIds: [] }) })
    conversation(aConversation('c1'))
    expect(offered()).toEqual([])
  })
})

describe('rounds', () => {
  const letPass = (ids: string[], endedAt: number) => ({
    excludedAgentIds: ids,
    offerEndedAt: at(endedAt).toISOString()
  })

  test('agents who passed it up are asked again when the pause is over, not earlier', () => {
    department()
    agent('ana')
    conversation(aConversation('c1', { routing: letPass(['ana'], 0) }))
    const early = matched(9_999)
    expect(early).toEqual({ offers: [], wake: [{ key: 'department sales', at: START + 10_000 }] })
    expect([...learn({ type: 'woken', key: 'department sales' }, 10_000).match]).toEqual(['sales'])
    expect(matched(10_000).offers[0]?.decision).toMatchObject({ newRound: true, candidates: ['ana'] })
  })

  test('an agent not asked yet is asked at once, without a new round', () => {
    department()
    agent('ana')
    agent('eva')
    conversation(aConversation('c1', { routing: letPass(['ana'], 0) }))
    const [offer] = matched(10_000).offers
    expect(offer?.decision).toMatchObject({ candidates: ['eva'] })
    expect(offer?.decision.newRound).toBeUndefined()
  })
})

describe('business hours', () => {
  // START is a Tuesday, 09:00 UTC
  const hours = { timeZone: 'UTC', weekly: [{ day: 2, from: '09:00', to: '10:00' }], holidays: [] }
  const HOUR = 3_600_000

  test('outside them nothing is offered; when they begin, what waits is, head first and with no other trigger', () => {
    department({ hours })
    agent('ana')
    conversation(aConversation('second', waitingAt(2)))
    conversation(aConversation('first', waitingAt(1)))
    expect(matched(-1)).toEqual({ offers: [], wake: [{ key: 'department sales', at: START }] })
    expect(explainWait(replica, 'first', rules, START - 1)).toMatchObject({ value: { because: 'outsideHours' } })
    expect([...learn({ type: 'woken', key: 'department sales' }).match]).toEqual(['sales'])
    expect(offered()).toEqual(['first→ana', 'second→ana'])
  })

  test('when they have ended, the next ones are awaited', () => {
    department({ hours })
    agent('ana')
    conversation(aConversation('c1'))
    expect(offered(HOUR)).toEqual([])
    expect(matched(HOUR).wake).toEqual([{ key: 'department sales', at: START + 7 * 24 * HOUR }])
    expect(offered(HOUR - 1)).toEqual(['c1→ana'])
  })

  test('hours that are removed or changed count at once', () => {
    department({ hours: { ...hours, holidays: ['2030-01-01'] } })
    agent('ana')
    conversation(aConversation('c1'))
    expect(offered()).toEqual([])
    department({ version: 2, hours })
    expect(offered()).toEqual(['c1→ana'])
  })
})

describe('a bot', () => {
  const turn = (id: string, ms = 1, routing = {}) =>
    conversation(aConversation(id, { ...waitingAt(ms), routing: { botsTurn: true, ...routing } }))
  const withBot = (more: Parameters<typeof department>[0] = {}) => {
    department({ botId: 'bot', ...more })
    agent('bot', { bot: { silentSeconds: 60 }, limit: 2 })
  }

  test.each(['manual', 'automatic'] as const)('comes first, at any hour, where the department is %s', mode => {
    withBot({ distribution: { mode }, hours: { timeZone: 'UTC', weekly: [], holidays: [] } })
    agent('ana')
    turn('c1')
    const [{ decision }] = matched().offers as [ReturnType<typeof matched>['offers'][number]]
    expect(decision).toMatchObject({
      ...{ chosenAgentId: 'bot', candidates: ['bot'], preferred: true, preferredAgentId: 'bot' },
      exclusions: [{ agentId: 'ana', reason: 'botFirst' }]
    })
    expect(verify(decision, rules.drawSecret)).toBe(true)
    expect(explainWait(replica, 'c1', rules, START)).toMatchObject({ value: { because: 'offerOnItsWay' } })
  })

  test('is offered nothing that is not its turn: people get it, even when nobody else is free', () => {
    withBot()
    conversation(aConversation('c1', waitingAt(1)))
    expect(offered()).toEqual([])
    expect(explainWait(replica, 'c1', rules, START)).toMatchObject({
      value: { because: 'nobodyEligible', exclusions: [{ agentId: 'bot', reason: 'notItsTurn' }] }
    })
    agent('ana')
    expect(offered()).toEqual(['c1→ana'])
  })

  test('I4 I5: that cannot take it now keeps no person from it, in order', () => {
    withBot()
    for (const n of [1, 2, 3, 4]) turn(`c${n}`, n)
    conversation(aConversation('c0', waitingAt(0)))
    agent('ana', { limit: 2 })
    expect(offered()).toEqual(['c1→bot', 'c2→bot', 'c0→ana', 'c3→ana'])
    learn({ type: 'presence', presence: aPresence('bot', { version: 2, link: 'disconnected' }) })
    agent('eva')
    expect(offered()).toEqual(['c4→eva'])
  })

  test('I4: of two departments gets what is first in turn, wherever it waits, and nothing of other departments', () => {
    const departmentIds = ['sales', 'support', 'other']
    department({ botId: 'bot' })
    department({ id: 'support', botId: 'bot', distribution: { mode: 'manual' } })
    department({ id: 'other', distribution: { mode: 'manual' } })
    agent('bot', { bot: { silentSeconds: 60 }, limit: 1, departmentIds })
    turn('late', 2)
    const begun = { routing: { botsTurn: true } }
    conversation(aConversation('early', { ...waitingAt(1), ...begun, departmentId: 'support' }))
    conversation(aConversation('foreign', { ...waitingAt(0), ...begun, departmentId: 'other' }))
    const { offers } = match(replica, departmentIds, rules, at(9), () => 'd')
    expect(offers.map(({ decision }) => decision.conversationId)).toEqual(['early'])
  })

  test('does not count towards how fast people get to waiting conversations', () => {
    withBot()
    beginMeasuring(replica, START)
    turn('c1')
    offered()
    conversation(aConversation('c1', { version: 2, status: 'ongoing', agentId: 'bot' }), 10)
    const { line } = replica.departments.get('sales')!
    expect([line.length, line.pace.turns]).toEqual([0, 0])
    conversation(aConversation('c1', { version: 3 }), 20)
    expect(line.length).toBe(1)
  })
})
