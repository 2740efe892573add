import type { ConversationSummary, Department, ServerEvents } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import { alertOf, type Situation } from './alert.ts'

const me = { id: 'ana', name: 'Ana Ramos', role: 'agent' as const, departmentIds: ['sales'] }
const conversation = (fields: Partial<ConversationSummary>): ConversationSummary => ({
  ...{ id: 'c1', referenceNumber: 'P1', version: 3, status: 'queued', departmentId: 'sales', unread: 1, tags: [] },
  channel: { id: 'ch', kind: 'whatsapp', name: 'Shop' },
  contact: { id: 'k', externalId: '+1', name: 'Maria' },
  enqueuedAt: '2030-01-01T09:00:00Z',
  ...fields
})
const situation = (fields: Partial<Situation> = {}, before?: ConversationSummary): Situation => ({
  ...{ viewer: me, available: true, known: () => before },
  department: () => ({ distribution: { mode: 'manual' } }) as Department,
  ...fields
})
const mine = conversation({ status: 'ongoing', agent: { id: 'ana', name: 'Ana' } })

describe('an agent is alerted to', () => {
  test('an offer to them, and to none of a colleague’s', () => {
    const offered = (agentId: string) =>
      conversation({ status: 'offered', offer: { id: 'o1', agentId, kind: 'automatic' } })
    expect(alertOf({ event: 'offer', payload: offered('ana') }, situation())).toMatchObject({
      kind: 'offer',
      key: 'offer:o1'
    })
    expect(alertOf({ event: 'offer', payload: offered('rui') }, situation())).toBeUndefined()
  })

  test('what a contact writes in their own conversation, and not their own answers or others’ conversations', () => {
    const said = (direction: 'inbound' | 'outbound'): ServerEvents['message'] => ({
      conversationId: 'c1',
      message: { id: 'm1', direction, content: { type: 'text', text: 'Hello?' } } as ServerEvents['message']['message']
    })
    const alert = alertOf({ event: 'message', payload: said('inbound') }, situation({}, mine))
    expect(alert).toMatchObject({ kind: 'message', key: 'message:m1', text: 'Hello?' })
    expect(alertOf({ event: 'message', payload: said('outbound') }, situation({}, mine))).toBeUndefined()
    const others = conversation({ status: 'ongoing', agent: { id: 'rui', name: 'Rui' } })
    expect(alertOf({ event: 'message', payload: said('inbound') }, situation({}, others))).toBeUndefined()
  })

  test('what arrives in a queue of theirs from which agents pick, while they accept new conversations', () => {
    const arrives = { event: 'conversation' as const, payload: conversation({}) }
    expect(alertOf(arrives, situation())).toMatchObject({ kind: 'arrival' })
    expect(alertOf(arrives, situation({ available: false }))).toBeUndefined()
    expect(alertOf(arrives, situation({ viewer: { ...me, departmentIds: ['support'] } }))).toBeUndefined()
    const automatic = () => ({ distribution: { mode: 'automatic' } }) as Department
    expect(alertOf(arrives, situation({ department: automatic }))).toBeUndefined()
  })

  test('an arrival once: not to waiting conversations that change, nor to those they returned themselves', () => {
    const changes = { event: 'conversation' as const, payload: conversation({ version: 4, unread: 2 }) }
    expect(alertOf(changes, situation({}, conversation({})))).toBeUndefined()
    expect(alertOf(changes, situation({}, mine))).toBeUndefined()
    const fromElsewhere = conversation({ departmentId: 'support' })
    expect(alertOf(changes, situation({}, fromElsewhere))).toMatchObject({ kind: 'arrival' })
  })

  test('what they parked and has come back by itself, and not to what they resume before its time', () => {
    const until = '2030-01-01T10:00:00.000Z'
    const parked = (fields: Partial<ConversationSummary> = {}) =>
      conversation({ ...mine, status: 'pending', parkedUntil: until, ...fields })
    const back = (statusSince: string) => ({ event: 'conversation' as const, payload: { ...mine, statusSince } })
    expect(alertOf(back(until), situation({}, parked()))).toMatchObject({ kind: 'back', conversationId: 'c1' })
    expect(alertOf(back('2030-01-01T09:59:00Z'), situation({}, parked()))).toBeUndefined()
    expect(alertOf(back(until), situation({}, parked({ parkedUntil: 'contactWrites' })))).toBeUndefined()
    expect(alertOf(back(until), situation({}, mine))).toBeUndefined()
  })

  test('a colleague’s note that names them, and not their own', () => {
    const noted = (authorId: string, text: string): ServerEvents['note'] => ({
      conversationId: 'c1',
      note: { id: 'n1', conversationId: 'c1', author: { id: authorId, name: '' }, text, at: '2030-01-01T09:00:00Z' }
    })
    expect(alertOf({ event: 'note', payload: noted('rui', '@ana please') }, situation({}, mine))).toMatchObject({
      kind: 'note'
    })
    expect(alertOf({ event: 'note', payload: noted('rui', 'nobody') }, situation({}, mine))).toBeUndefined()
    expect(alertOf({ event: 'note', payload: noted('ana', '@ana remember') }, situation({}, mine))).toBeUndefined()
  })
})
