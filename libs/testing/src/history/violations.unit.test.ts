import type { ConversationSummary, Envelope, Message } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import { type History, violationsOf } from './violations.ts'

const ana = { id: 'ana', departmentIds: ['sales'], limit: 1, load: 0 }

const conversation = (version: number, more: Partial<ConversationSummary> = {}): ConversationSummary => ({
  ...{ id: 'c1', protocol: 'p', version, status: 'queued', departmentId: 'sales', unread: 1, tags: [] },
  ...{ channel: { id: 'ch', kind: 'whatsapp', name: 'W' }, contact: { id: 'zoe', externalId: 'z' } },
  ...{ enqueuedAt: '2030-01-01T09:00:00.000Z', ...more }
})
const offered = { status: 'offered', offer: { id: 'o1', agentId: 'ana', kind: 'automatic' } } as const
const ongoing = { status: 'ongoing', agent: { id: 'ana', name: 'Ana' } } as const

/** The event of a step to `to`, one second after the one before. */
function step(to: ConversationSummary, from: string | null): Envelope {
  const at = `2030-01-01T09:00:${String(to.version).padStart(2, '0')}.000Z`
  const transition = { rule: 'T1', from, to: to.status, cause: 'c', actor: { kind: 'system' }, at }
  const data = { conversation: to, transition }
  const more = { correlationId: 'x', causationId: null }
  return {
    id: `${to.id} ${to.version}`,
    type: `conversation.${to.status}`,
    version: to.version,
    key: to.id,
    occurredAt: at,
    data,
    ...more
  }
}

/** One conversation from arrival to its end, as it should be. */
function life(more: Partial<ConversationSummary> = {}): Envelope[] {
  const of = (version: number, state: Partial<ConversationSummary>) => conversation(version, { ...state, ...more })
  return [
    step(of(1, {}), null),
    step(of(2, offered), 'queued'),
    step(of(3, ongoing), 'offered'),
    step(of(4, { ...ongoing, status: 'pending' }), 'ongoing'),
    step(of(5, ongoing), 'pending'),
    step(of(6, { status: 'closed' }), 'ongoing')
  ]
}
const message = (id: string) => ({ id, direction: 'inbound' }) as Message
const history = (more: Partial<History> = {}): History => ({
  ...{ accepted: new Set(['m1']), messages: [message('m1')], events: life(), agents: [ana], parked: [] },
  ...{ conversations: [conversation(6, { status: 'closed' })], ...more }
})
const others = { id: 'c2', contact: { id: 'yan', externalId: 'y' } }

describe('the history checker', () => {
  test('has nothing to say of a history in which all is well, repetitions included', () => {
    expect(violationsOf(history())).toEqual([])
    expect(
      violationsOf(history({ events: life().flatMap((event, index, all) => [...all.slice(0, index), event]) }))
    ).toEqual([])
  })

  test('knows the conversation that two of the same contact were live at once', () => {
    const twice = [...life(), ...life({ id: 'c2' })]
    const both = [conversation(6, { status: 'closed' }), conversation(6, { status: 'closed', id: 'c2' })]
    expect(violationsOf(history({ events: twice, conversations: both }))).toContain(
      'I1: contact zoe had two live conversations at once'
    )
  })

  test('knows slots that nobody holds, and an agent past the limit', () => {
    expect(violationsOf(history({ agents: [{ ...ana, load: 1 }] }))).toEqual([
      'I2: agent ana holds 1 slots for 0 conversations'
    ])
    const both = [conversation(6, { status: 'closed' }), conversation(6, { status: 'closed', ...others })]
    expect(violationsOf(history({ events: [...life(), ...life(others)], conversations: both }))).toEqual([
      'I3: agent ana held 2 conversations at once, of 1'
    ])
  })

  test('knows a lost message, a doubled one and a parked one', () => {
    expect(violationsOf(history({ messages: [] }))).toEqual(['I8: message m1 was accepted and is lost'])
    expect(violationsOf(history({ messages: [message('m1'), message('m1')] }))).toEqual([
      'I8: message m1 is stored 2 times'
    ])
    expect(violationsOf(history({ parked: [{ origin: 'queue.inbound', reason: 'why' }] }))).toEqual([
      'I13: a message of queue.inbound was parked: why'
    ])
  })

  test('knows a version that was never published, and one that came too late', () => {
    const [first, second, third, ...rest] = life() as [Envelope, Envelope, Envelope]
    expect(violationsOf(history({ events: [first, third, ...rest] }))).toContain(
      'I11: version 2 of conversation c1 was never published'
    )
    expect(violationsOf(history({ events: [first, third, second, ...rest] }))).toEqual([
      'I11: version 2 of conversation c1 came after a newer one'
    ])
  })

  test('knows a conversation that is gone, and one that fell back', () => {
    expect(violationsOf(history({ conversations: [] }))).toEqual(['I13: conversation c1 is lost'])
    expect(violationsOf(history({ conversations: [conversation(5, ongoing)], agents: [{ ...ana, load: 1 }] }))).toEqual(
      ['I13: conversation c1 fell back to 5 after 6 was published']
    )
  })

  test('knows a step that did not begin where the last one ended, and an offer to a stranger', () => {
    const wrong = life().map(event => (event.version === 3 ? step(conversation(3, ongoing), 'pending') : event))
    expect(violationsOf(history({ events: wrong }))).toEqual([
      'I11: conversation c1 went from offered to ongoing by T1'
    ])
    expect(violationsOf(history({ agents: [{ ...ana, departmentIds: [] }] }))).toEqual([
      'I4: conversation c1 was offered to ana, who is no member of sales'
    ])
  })
})
