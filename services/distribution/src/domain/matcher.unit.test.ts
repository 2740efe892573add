import type { RoutedConversation } from '@inbox/contracts'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { aConversation, aDepartment, anAgent, aPresence, at, rules, START } from '../../test/builders.ts'
import { apply, type Learnt } from './apply.ts'
import { explainWait } from './explain.ts'
import { isNews } from './is-news.ts'
import { match } from './matcher.ts'
import { type Effects, emptyPicture, type Picture } from './picture.ts'

let picture: Picture
let offers = 0
beforeEach(() => {
  picture = emptyPicture()
  offers = 0
})

/** Everything in the order given, `ms` after the start. */
const learn = (learnt: Learnt, ms = 0): Effects => apply(picture, learnt, START + ms)
const conversation = (routed: RoutedConversation, ms = 0) =>
  learn({ type: 'conversation', conversation: routed, at: START + ms }, ms)
const agent = (id: string, more: Parameters<typeof anAgent>[1] = {}) => {
  learn({ type: 'agent', agent: anAgent(id, more) })
  learn({ type: 'presence', presence: aPresence(id) })
}
const department = (more: Parameters<typeof aDepartment>[0] = {}) =>
  learn({ type: 'department', department: aDepartment(more) })
const matched = (ms = 0, departmentId = 'sales') => match(picture, departmentId, rules, at(ms), () => `d${++offers}`)
/** `conversation→agent` of each offer. */
const offered = (ms = 0, departmentId = 'sales') =>
  matched(ms, departmentId).offers.map(({ decision }) => `${decision.conversationId}→${decision.chosenAgentId}`)
const loadOf = (id: string) => picture.agents.get(id)?.load
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

  test('I4: one that its only free agent let pass is passed over for that agent alone', () => {
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
    const explained = explainWait(picture, 'c1', rules, START)
    expect(explained).toMatchObject({
      ok: true,
      value: { because: 'nobodyEligible', exclusions: [{ agentId: 'ana', reason }] }
    })
  })

  test('nobody of another department, and nobody whom only one of directory and presence knows', () => {
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
  test('an offer on its way takes a slot, and the answer does not take a second', () => {
    department()
    agent('ana', { limit: 1 })
    conversation(aConversation('c1', waitingAt(1)))
    conversation(aConversation('c2', waitingAt(2)))
    expect(offered()).toEqual(['c1→ana'])
    expect(explainWait(picture, 'c2', rules, START)).toMatchObject({ value: { exclusions: [{ reason: 'inFlight' }] } })
    conversation(aConversation('c1', { version: 2, status: 'offered', offer: { id: 'd1', agentId: 'ana' } }))
    expect(loadOf('ana')).toBe(1)
    expect(offered()).toEqual([])
  })

  test('a transfer on offer takes a slot of both', () => {
    conversation(
      aConversation('c1', { status: 'offered', agentId: 'ana', offer: { kind: 'transfer', agentId: 'eva' } })
    )
    expect([loadOf('ana'), loadOf('eva')]).toEqual([1, 1])
    conversation(aConversation('c1', { version: 2, status: 'ongoing', agentId: 'eva' }))
    expect([loadOf('ana'), loadOf('eva')]).toEqual([0, 1])
  })

  test.each(['pending', 'inactive', 'closed'] as const)(
    '%s frees the slot, and an older event does not take it again',
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

  test('a limit lowered below the load stops offers; raised, they go on', () => {
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
  test('manual and inactive departments get no offers; becoming automatic drains head first', () => {
    department({ distribution: { mode: 'manual' } })
    agent('ana', { limit: 5 })
    conversation(aConversation('second', waitingAt(2)))
    conversation(aConversation('first', waitingAt(1)))
    expect(offered()).toEqual([])
    expect(explainWait(picture, 'second', rules, START)).toMatchObject({ value: { because: 'manual', ahead: 1 } })
    department({ version: 2, active: false })
    expect(offered()).toEqual([])
    expect([...department({ version: 3 }).match]).toEqual(['sales'])
    department({ version: 2, active: false })
    expect(offered()).toEqual(['first→ana', 'second→ana'])
  })

  test('an agent taken out of the department gets nothing more of it', () => {
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

  test('those who let it pass are asked again when the pause is over, not before', () => {
    department()
    agent('ana')
    conversation(aConversation('c1', { routing: letPass(['ana'], 0) }))
    const early = matched(9_999)
    expect(early).toEqual({ offers: [], wake: [{ key: 'department sales', at: START + 10_000 }] })
    expect([...learn({ type: 'woken', key: 'department sales' }, 10_000).match]).toEqual(['sales'])
    expect(matched(10_000).offers[0]?.decision).toMatchObject({ newRound: true, candidates: ['ana'] })
  })

  test('whoever has not been asked is asked at once, without a new round', () => {
    department()
    agent('ana')
    agent('eva')
    conversation(aConversation('c1', { routing: letPass(['ana'], 0) }))
    const [offer] = matched(10_000).offers
    expect(offer?.decision).toMatchObject({ candidates: ['eva'] })
    expect(offer?.decision.newRound).toBeUndefined()
  })
})

describe('answers of queue', () => {
  const refuse = (code: string, current?: { status: RoutedConversation['status']; version: number }, ms = 0) =>
    learn(
      {
        type: 'refused',
        refusal: { conversationId: 'c1', agentId: 'ana', offerId: 'd1', code, ...(current && { current }) }
      },
      ms
    )
  beforeEach(() => {
    department()
    agent('ana')
    conversation(aConversation('c1'))
    expect(offered()).toEqual(['c1→ana'])
  })

  test.each(['at-capacity', 'not-eligible'])('%s: the agent rests for a moment, the next one is asked', code => {
    agent('eva')
    const { match: departments, wake } = refuse(code, { status: 'queued', version: 1 })
    expect([...departments]).toEqual(['sales'])
    expect(offered()).toEqual(['c1→eva'])
    expect(loadOf('ana')).toBe(0)
    expect([...learn({ type: 'woken', key: wake[0]!.key }, 50).match]).toEqual(['sales'])
  })

  test('an agent who rests is asked at once when something new is heard of them', () => {
    refuse('not-eligible', { status: 'queued', version: 1 })
    expect(offered()).toEqual([])
    learn({ type: 'presence', presence: aPresence('ana', { version: 2 }) })
    expect(offered()).toEqual(['c1→ana'])
  })

  test('the rest grows with every refusal in a row', () => {
    const rests = [1, 2, 3, 4, 5, 6, 7, 8].map(n => {
      const { wake } = learn({
        type: 'refused',
        refusal: {
          conversationId: 'c1',
          agentId: 'ana',
          offerId: `d${n}`,
          code: 'at-capacity',
          current: { status: 'queued', version: 1 }
        }
      })
      learn({ type: 'woken', key: 'agent ana' }, wake[0]!.at - START)
      offered(wake[0]!.at - START)
      return wake[0]!.at - START
    })
    expect(rests).toEqual([50, 100, 200, 400, 800, 1600, 2000, 2000])
  })

  test('version-mismatch: the department rests until its new policy is heard of', () => {
    refuse('version-mismatch', { status: 'queued', version: 1 })
    expect(offered()).toEqual([])
    expect(explainWait(picture, 'c1', rules, START)).toMatchObject({ value: { because: 'policyUnconfirmed' } })
    department({ version: 2 })
    expect(offered()).toEqual(['c1→ana'])
  })

  test('taken by somebody else: it waits no more and takes that slot', () => {
    const current = { status: 'ongoing' as const, version: 4, agent: { id: 'eva', name: 'Eva' } }
    expect(refuse('illegal-transition', current).reread).toEqual([])
    expect([loadOf('ana'), loadOf('eva'), offered()]).toEqual([0, 1, []])
    conversation(aConversation('c1', { version: 3 }))
    expect(offered()).toEqual([])
  })

  test('closed meanwhile: it is forgotten', () => {
    refuse('illegal-transition', { status: 'closed', version: 4 })
    expect(picture.conversations.has('c1')).toBe(false)
  })

  test.each([
    ['of nothing', 'not-found', undefined],
    ['of what contradicts itself', 'illegal-transition', { status: 'queued' as const, version: 1 }]
  ])('a refusal %s: it is read again, and not offered before that', (_, code, current) => {
    expect(refuse(code, current).reread).toEqual(['c1'])
    expect(offered()).toEqual([])
    learn({ type: 'reread', conversationId: 'c1', conversation: aConversation('c1', { version: 3 }) })
    expect(offered()).toEqual(['c1→ana'])
  })

  test('what is read again and gone is forgotten', () => {
    learn({ type: 'reread', conversationId: 'c1' })
    expect([picture.conversations.size, loadOf('ana')]).toEqual([0, 0])
  })

  test('a refusal of an offer that is not ours changes nothing', () => {
    learn({
      type: 'refused',
      refusal: {
        conversationId: 'c1',
        agentId: 'ana',
        offerId: 'foreign',
        code: 'at-capacity',
        current: { status: 'queued', version: 1 }
      }
    })
    expect(loadOf('ana')).toBe(1)
  })

  test('a refusal that is older than what is known changes nothing', () => {
    conversation(aConversation('c1', { version: 5 }))
    refuse('illegal-transition', { status: 'ongoing', version: 4 })
    expect(offered()).toEqual(['c1→ana'])
  })

  test('no answer in time: it is read again until it is known', () => {
    const key = 'flight c1 d1'
    expect(learn({ type: 'woken', key }, 10_000)).toMatchObject({ reread: ['c1'], wake: [{ key }] })
    learn({ type: 'reread', conversationId: 'c1', conversation: aConversation('c1') }, 10_100)
    expect(offered()).toEqual(['c1→ana'])
    expect(learn({ type: 'woken', key }, 20_000).reread).toEqual([])
  })

  test('not sent: it waits again and the department tries a little later', () => {
    const { wake } = learn({ type: 'notSent', conversationId: 'c1', offerId: 'd1' })
    expect([loadOf('ana'), offered()]).toEqual([0, []])
    learn({ type: 'woken', key: 'department sales' }, wake[0]!.at - START)
    expect(offered(wake[0]!.at - START)).toEqual(['c1→ana'])
  })

  test('an event of the same version completes what an answer told in part', () => {
    learn({ type: 'reread', conversationId: 'c1', conversation: aConversation('c1', { version: 3 }) })
    conversation(
      aConversation('c1', { version: 3, routing: { excludedAgentIds: ['ana'], offerEndedAt: at(0).toISOString() } })
    )
    expect(offered()).toEqual([])
    conversation(aConversation('c1', { version: 3 }))
    expect(offered()).toEqual([])
  })

  test('an offer made after a partial answer stays on its way when the event of that version comes', () => {
    learn({ type: 'reread', conversationId: 'c1', conversation: aConversation('c1', { version: 3 }) })
    expect(offered()).toEqual(['c1→ana'])
    conversation(aConversation('c1', { version: 3 }))
    expect([offered(), loadOf('ana')]).toEqual([[], 1])
  })
})

describe('news of a snapshot', () => {
  test('is what is newer and differs; messages alone are none', () => {
    conversation(aConversation('c1'))
    const news = (routed: RoutedConversation) =>
      isNews(picture, { type: 'conversation', conversation: routed, at: START })
    expect(news(aConversation('c1'))).toBe(false)
    expect(news(aConversation('c1', { version: 9, unread: 7 }))).toBe(false)
    expect(news(aConversation('c1', { version: 9, status: 'closed' }))).toBe(true)
    expect(news(aConversation('c2'))).toBe(true)
    expect(news(aConversation('c3', { status: 'pending' }))).toBe(false)
  })

  test('is what queue has no more, while nothing newer is known of it', () => {
    conversation(aConversation('c1'))
    expect(isNews(picture, { type: 'absent', conversationId: 'c1', version: 1 })).toBe(true)
    expect(isNews(picture, { type: 'absent', conversationId: 'c1', version: 0 })).toBe(false)
    learn({ type: 'absent', conversationId: 'c1', version: 1 })
    expect(picture.conversations.size).toBe(0)
  })
})
