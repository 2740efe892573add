import { expect, test } from '@jest/globals'
import { aConversation, aPresence, rules, START } from '../../test/builders.ts'
import { aMatcher } from '../../test/matcher-fixture.ts'
import { explainWait } from './explain.ts'
import { standingsOf } from './standings.ts'

test('an agent was chosen, passed over as a candidate, ineligible for a stated reason, or not a member', () => {
  const { department, agent, learn, conversation, matched, replica } = aMatcher()
  department()
  for (const id of ['ana', 'eva', 'leo']) agent(id, { limit: 5 })
  learn({ type: 'presence', presence: aPresence('leo', { version: 2, status: 'break' }) })
  conversation(aConversation('c1', { routing: { preferredAgentId: 'eva' } }))
  conversation(aConversation('c2', { routing: { excludedAgentIds: ['ana'] } }))
  const [first, second] = matched().offers.map(({ decision }) => decision)
  const of = (agentId: string, decision = first!) =>
    standingsOf('c1', agentId, [decision], undefined).offers[0]!.standing
  expect(of('eva')).toBe('chosen')
  expect(of('ana')).toBe('anotherPreferred')
  expect(of('ana', second)).toBe('declined')
  expect(of('leo')).toBe('notAvailable')
  expect(of('stranger')).toBe('notMember')

  learn({ type: 'presence', presence: aPresence('eva', { version: 2, link: 'disconnected' }) })
  conversation(
    aConversation('c3', { routing: { excludedAgentIds: ['ana'], offerEndedAt: new Date(START).toISOString() } })
  )
  const waiting = explainWait(replica, 'c3', rules, START + 1)
  expect(waiting).toMatchObject({ ok: true })
  const now = (agentId: string) => standingsOf('c3', agentId, [], waiting.ok ? waiting.value : undefined).now
  expect(['ana', 'eva', 'leo', 'stranger'].map(now)).toEqual(['declined', 'notConnected', 'notAvailable', 'notMember'])
})
