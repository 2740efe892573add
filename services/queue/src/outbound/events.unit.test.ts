import type { Message } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { inStatus, noon } from '../../test/builders.ts'
import type { Conversation } from '../domain/conversation.ts'
import { entriesOf } from './events.ts'

const origin = { correlationId: 'trace', causationId: null }
const contact = { id: 'con', externalId: '+55', name: 'Bia' }
const before = inStatus.queued({ contact })
const typesOf = (next: Conversation, was: Conversation | undefined = before) =>
  entriesOf({ next }, was, origin, noon).map(({ type }) => type)

test('a decision that changes what is known about the contact says so, with the conversation; no other one does', () => {
  const next = { ...before, contact: { ...contact, name: 'Beatriz' } }
  expect(typesOf(next)).toEqual(['contact.changed', 'conversation.updated'])
  const [told] = entriesOf({ next }, before, origin, noon)
  expect(told!.envelope).toMatchObject({
    ...{ key: before.id, version: before.version + 1 },
    data: { conversationId: before.id, contact: { name: 'Beatriz' }, channel: { id: before.channel.id } }
  })
  expect(typesOf({ ...before, tags: ['vip'] })).toEqual(['conversation.updated'])
  expect(typesOf({ ...before, contact: { ...contact } })).toEqual(['conversation.updated'])
})

test('neither a conversation that begins nor an erased contact is reported as a change of the contact', () => {
  expect(entriesOf({ next: before }, undefined, origin, noon).map(({ type }) => type)).toEqual(['conversation.updated'])
  const erased = { id: 'nobody', externalId: '', erasedAt: noon.toISOString() }
  expect(typesOf({ ...before, contact: erased })).toEqual(['conversation.updated'])
})

test.each([true, undefined])('whoever delivers an answer is told whether a bot wrote it: %p', bot => {
  const author = { kind: 'agent' as const, id: 'robot', name: 'Robot', ...(bot && { bot }) }
  const message: Message = {
    ...{ id: 'm', conversationId: before.id, direction: 'outbound', author, content: { type: 'text', text: 'Hello' } },
    ...{ sentAt: noon.toISOString(), receivedAt: noon.toISOString(), status: 'queued' }
  }
  const entries = entriesOf({ next: before, message, deliver: true }, before, origin, noon)
  const asked = entries.find(({ type }) => type === 'delivery.requested')!.envelope.data as { author: object }
  expect(asked.author).toEqual({ id: 'robot', name: 'Robot', ...(bot && { bot }) })
})
