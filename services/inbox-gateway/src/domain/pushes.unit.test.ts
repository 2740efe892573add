import type { Message, RoutedConversation, Transition } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import { channelHealthPush, messagePushes, notePush, transitionPushes, typingPush } from './pushes.ts'

const at = '2026-01-01T12:00:00.000Z'
const conversation = (more: Partial<RoutedConversation> = {}): RoutedConversation => ({
  id: 'c1',
  referenceNumber: '1',
  version: 4,
  status: 'queued',
  channel: { id: 'ch', kind: 'whatsapp', name: 'WhatsApp' },
  contact: { id: 'k', externalId: '+55' },
  departmentId: 'sales',
  enqueuedAt: at,
  unread: 1,
  tags: [],
  routing: { priority: 0, offerNumber: 1, excludedAgentIds: ['secret'] },
  ...more
})
const step = (more: Partial<Transition>): Transition => ({
  rule: 'T1',
  from: null,
  to: 'queued',
  cause: 'firstMessage',
  actor: { kind: 'system' },
  at,
  ...more
})
const offer = { id: 'o1', agentId: 'rui', kind: 'automatic' as const }
const eventsOf = (pushes: { event: string }[]) => pushes.map(({ event }) => event)

test('a channel’s state is pushed to supervisors and to its department, without the provider’s words', () => {
  const data = { channelId: 'shop', departmentId: 'sales', state: 'disconnected' as const, since: at, error: '410' }
  expect(channelHealthPush(data)).toEqual({
    ...{ event: 'channel.health', rooms: ['supervisors', 'department:sales'] },
    payload: { channelId: 'shop', state: 'disconnected', since: at }
  })
  expect(channelHealthPush({ ...data, side: 'receiving' }).payload).toMatchObject({ side: 'receiving' })
})

describe('pushes of what agents write', () => {
  const around = { departmentId: 'sales', agentId: 'ana' }
  const rooms = ['department:sales', 'supervisors', 'agent:ana']
  const agent = { id: 'rui', name: 'Rui' }

  test('send a note to everybody who may see its conversation', () => {
    const note = { id: 'n1', conversationId: 'c1', author: agent, text: 'call back', at }
    expect(notePush({ note, ...around })).toEqual({ event: 'note', rooms, payload: { conversationId: 'c1', note } })
  })

  test('say who is typing, and nothing else', () => {
    const told = { conversationId: 'c1', agent, typing: true }
    expect(typingPush({ ...told, ...around })).toEqual({ event: 'typing', rooms, payload: told })
  })
})

describe('pushes of a transition', () => {
  test('never reveal how a conversation is routed', () => {
    expect(JSON.stringify(transitionPushes(conversation(), step({})))).not.toContain('routing')
    expect(JSON.stringify(messagePushes({ conversation: conversation(), message: {} as Message }))).not.toContain(
      'secret'
    )
  })

  test('send the offer to the offered agent, and only to them', () => {
    const offered = conversation({ status: 'offered', offer })
    const pushes = transitionPushes(offered, step({ rule: 'T3', from: 'queued', to: 'offered', offerId: 'o1' }))
    expect(pushes.find(({ event }) => event === 'offer')?.rooms).toEqual(['agent:rui'])
    expect(eventsOf(pushes)).not.toContain('offer.revoked')
  })

  test('tell the agent who had an offer when it ends, and why', () => {
    const ended = step({ rule: 'T7', from: 'offered', cause: 'deadline', offerId: 'o1', previousAgentId: 'rui' })
    expect(transitionPushes(conversation(), ended)).toContainEqual({
      event: 'offer.revoked',
      rooms: ['agent:rui'],
      payload: { conversationId: 'c1', offerId: 'o1', reason: 'deadline' }
    })
  })

  test('name the agent who took an offer away', () => {
    const actor = { kind: 'agent' as const, id: 'boss', name: 'Boss' }
    const taken = step({ rule: 'T16', from: 'offered', to: 'closed', offerId: 'o1', previousAgentId: 'rui', actor })
    expect(transitionPushes(conversation({ status: 'closed' }), taken)).toContainEqual(
      expect.objectContaining({ event: 'offer.revoked', payload: expect.objectContaining({ by: actor }) })
    )
  })

  test.each(['T6', 'T19'])('do not call an accepted offer (%s) revoked', rule => {
    const accepted = step({
      rule,
      cause: 'accepted',
      from: 'offered',
      to: 'ongoing',
      offerId: 'o1',
      previousAgentId: 'ana'
    })
    const started = conversation({ status: 'ongoing', agent: { id: 'rui', name: 'Rui' } })
    expect(eventsOf(transitionPushes(started, accepted))).toEqual(['conversation'])
  })

  test('let those who lose sight of a conversation see it leave', () => {
    const moved = step({ rule: 'T21', from: 'ongoing', previousAgentId: 'ana', previousDepartmentId: 'support' })
    const [push] = transitionPushes(conversation(), moved)
    expect(push?.rooms).toEqual(['department:sales', 'supervisors', 'agent:ana', 'department:support'])
  })
})
