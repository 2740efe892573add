import type { RoutedConversation } from '@inbox/contracts'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { aConversation, aPresence, at, rules, START } from '../../test/builders.ts'
import { aMatcher } from '../../test/matcher-fixture.ts'
import { explainWait } from './explain.ts'
import { isNews } from './is-news.ts'

let { replica, learn, conversation, agent, department, offered, loadOf } = aMatcher()
beforeEach(() => {
  ;({ replica, learn, conversation, agent, department, offered, loadOf } = aMatcher())
})

describe('queue’s answers', () => {
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

  test('an agent who rests is asked at once when there is news of them', () => {
    refuse('not-eligible', { status: 'queued', version: 1 })
    expect(offered()).toEqual([])
    learn({ type: 'presence', presence: aPresence('ana', { version: 2 }) })
    expect(offered()).toEqual(['c1→ana'])
  })

  test('the rest grows with every consecutive refusal', () => {
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

  test('version-mismatch: the department rests until its new policy arrives', () => {
    refuse('version-mismatch', { status: 'queued', version: 1 })
    expect(offered()).toEqual([])
    expect(explainWait(replica, 'c1', rules, START)).toMatchObject({ value: { because: 'policyUnconfirmed' } })
    department({ version: 2 })
    expect(offered()).toEqual(['c1→ana'])
  })

  test('taken by somebody else: the conversation no longer waits and occupies that slot', () => {
    const current = { status: 'ongoing' as const, version: 4, agent: { id: 'eva', name: 'Eva' } }
    expect(refuse('illegal-transition', current).reread).toEqual([])
    expect([loadOf('ana'), loadOf('eva'), offered()]).toEqual([0, 1, []])
    conversation(aConversation('c1', { version: 3 }))
    expect(offered()).toEqual([])
  })

  test('closed meanwhile: it is forgotten', () => {
    refuse('illegal-transition', { status: 'closed', version: 4 })
    expect(replica.conversations.has('c1')).toBe(false)
  })

  test.each([
    ['as not found', 'not-found', undefined],
    ['with a contradictory state', 'illegal-transition', { status: 'queued' as const, version: 1 }]
  ])('a refusal %s: it is reread, and not offered before that', (_, code, current) => {
    expect(refuse(code, current).reread).toEqual(['c1'])
    expect(offered()).toEqual([])
    learn({ type: 'reread', conversationId: 'c1', conversation: aConversation('c1', { version: 3 }) })
    expect(offered()).toEqual(['c1→ana'])
  })

  test('what is reread and gone is forgotten', () => {
    learn({ type: 'reread', conversationId: 'c1' })
    expect([replica.conversations.size, loadOf('ana')]).toEqual([0, 0])
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

  test('a refusal older than what is known changes nothing', () => {
    conversation(aConversation('c1', { version: 5 }))
    refuse('illegal-transition', { status: 'ongoing', version: 4 })
    expect(offered()).toEqual(['c1→ana'])
  })

  test('no answer in time: it is reread until it is known', () => {
    const key = 'offer c1 d1'
    expect(learn({ type: 'woken', key }, 10_000)).toMatchObject({ reread: ['c1'], wake: [{ key }] })
    learn({ type: 'reread', conversationId: 'c1', conversation: aConversation('c1') }, 10_100)
    expect(offered()).toEqual(['c1→ana'])
    expect(learn({ type: 'woken', key }, 20_000).reread).toEqual([])
  })

  test('not sent: it waits again and the department retries a little later', () => {
    const { wake } = learn({ type: 'notSent', conversationId: 'c1', offerId: 'd1' })
    expect([loadOf('ana'), offered()]).toEqual([0, []])
    learn({ type: 'woken', key: 'department sales' }, wake[0]!.at - START)
    expect(offered(wake[0]!.at - START)).toEqual(['c1→ana'])
  })

  test('an event of the same version completes what an answer said in part', () => {
    learn({ type: 'reread', conversationId: 'c1', conversation: aConversation('c1', { version: 3 }) })
    conversation(
      aConversation('c1', { version: 3, routing: { excludedAgentIds: ['ana'], offerEndedAt: at(0).toISOString() } })
    )
    expect(offered()).toEqual([])
    conversation(aConversation('c1', { version: 3 }))
    expect(offered()).toEqual([])
  })

  test('an offer made after a partial answer stays in flight when the event of that version arrives', () => {
    learn({ type: 'reread', conversationId: 'c1', conversation: aConversation('c1', { version: 3 }) })
    expect(offered()).toEqual(['c1→ana'])
    conversation(aConversation('c1', { version: 3 }))
    expect([offered(), loadOf('ana')]).toEqual([[], 1])
  })
})

describe('news in a snapshot', () => {
  test('is what is newer and differs; messages alone do not count', () => {
    conversation(aConversation('c1'))
    const news = (routed: RoutedConversation) =>
      isNews(replica, { type: 'conversation', conversation: routed, at: START })
    expect(news(aConversation('c1'))).toBe(false)
    expect(news(aConversation('c1', { version: 9, unread: 7 }))).toBe(false)
    expect(news(aConversation('c1', { version: 9, status: 'closed' }))).toBe(true)
    expect(news(aConversation('c2'))).toBe(true)
    expect(news(aConversation('c3', { status: 'pending' }))).toBe(false)
  })

  test('includes what queue no longer has, unless something newer is known about it', () => {
    conversation(aConversation('c1'))
    expect(isNews(replica, { type: 'absent', conversationId: 'c1', version: 1 })).toBe(true)
    expect(isNews(replica, { type: 'absent', conversationId: 'c1', version: 0 })).toBe(false)
    learn({ type: 'absent', conversationId: 'c1', version: 1 })
    expect(replica.conversations.size).toBe(0)
  })
})
