import { expect, test } from '@jest/globals'
import { inStatus } from '../../test/builders.ts'
import type { Reader } from './access.ts'
import { actorOf, lookedAt, lookedAtContact, searched } from './read-entry.ts'

const boss: Reader = { id: 'boss', name: 'Bo', role: 'supervisor', departmentIds: [] }
const other = inStatus.ongoing()
const ana: Reader = { ...boss, id: 'ana' }

test('what supervisors and administrators read of others’ conversations is audited, what they read of their own is not', () => {
  expect(lookedAt(boss, other)?.subject).toEqual({
    ...{ kind: 'conversation', id: other.id, name: other.referenceNumber }
  })
  expect(lookedAt({ ...boss, role: 'admin' }, other)?.action).toBe('read')
  const closed = { ...inStatus.closed(), agent: { id: 'ana', name: 'Ana' } }
  expect([lookedAt(ana, other), lookedAt(ana, inStatus.transferring()), lookedAt(ana, closed)]).toEqual([
    ...[undefined, undefined, undefined]
  ])
})

test('what agents read or search is not: they see no more than their departments’ conversations', () => {
  const agent: Reader = { ...boss, role: 'agent', departmentIds: ['support'] }
  expect([lookedAt(agent, other), searched(agent)]).toEqual([undefined, undefined])
  expect(searched(boss)?.action).toBe('searched')
})

test('so is what they read of a contact, unless the latest conversation with that contact is theirs', () => {
  const bia = { id: 'con_bia', channel: { id: 'wa', kind: 'whatsapp', name: 'WhatsApp' } } as const
  const looked = lookedAtContact(boss, bia, other)
  expect(looked).toEqual({ action: 'read', subject: { kind: 'contact', id: 'con_bia', name: 'WhatsApp' } })
  expect(lookedAtContact(boss, bia, undefined)).toEqual(looked)
  expect([lookedAtContact(ana, bia, other), lookedAtContact({ ...boss, role: 'agent' }, bia, other)]).toEqual([
    ...[undefined, undefined]
  ])
})

test('what a program reads is attributed to the service account, not to a person', () => {
  expect(actorOf({ ...boss, isProgram: true })).toEqual({ kind: 'serviceAccount', id: 'boss', name: boss.name })
  expect(actorOf(boss)).toEqual({ kind: 'user', id: 'boss', name: boss.name, role: 'supervisor' })
})
