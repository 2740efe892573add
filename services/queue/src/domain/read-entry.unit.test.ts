import { expect, test } from '@jest/globals'
import { after, inStatus, noon } from '../../test/builders.ts'
import type { Reader } from './access.ts'
import { exported, lookedAt, readEntryOf, searched } from './read-entry.ts'

const boss: Reader = { id: 'boss', name: 'Bo', role: 'supervisor', departmentIds: [] }
const other = inStatus.ongoing()
const ana: Reader = { ...boss, id: 'ana' }

test('what supervisors and administrators read of others is audited, what is theirs is not', () => {
  expect(lookedAt(boss, other)?.subject).toEqual({
    ...{ kind: 'conversation', id: other.id, name: other.referenceNumber }
  })
  expect(lookedAt({ ...boss, role: 'admin' }, other)?.action).toBe('read')
  const closed = { ...inStatus.closed(), agent: { id: 'ana', name: 'Ana' } }
  expect([lookedAt(ana, other), lookedAt(ana, inStatus.transferring()), lookedAt(ana, closed)]).toEqual([
    ...[undefined, undefined, undefined]
  ])
})

test('what agents look at or search is not: they see no more than is their departments’', () => {
  const agent: Reader = { ...boss, role: 'agent', departmentIds: ['support'] }
  expect([lookedAt(agent, other), searched(agent)]).toEqual([undefined, undefined])
  expect(searched(boss)?.action).toBe('searched')
})

test('the same by the same person has one id within an hour, and another one after it', () => {
  const looked = lookedAt(boss, other)!
  const at = (now: Date, who = boss, what = looked) => readEntryOf(who, what, now, 'c').id
  const first = at(noon)
  expect(at(new Date(noon.getTime() + 3_599_999))).toBe(first)
  const others = [
    at(new Date(noon.getTime() + 3_600_000)),
    at(noon, { ...boss, id: 'other' }),
    at(noon, boss, searched(boss)!),
    at(noon, boss, exported('2026-01-01', '2026-01-31'))
  ]
  expect(new Set([first, ...others]).size).toBe(5)
  expect(readEntryOf(boss, looked, after(1), 'c')).toMatchObject({
    actor: { kind: 'user', id: 'boss', role: 'supervisor' }
  })
})

test('what a program reads is told of the service account, not of a person', () => {
  const entry = readEntryOf({ ...boss, isProgram: true }, lookedAt(boss, other)!, noon, 'c')
  expect(entry.actor).toEqual({ kind: 'serviceAccount', id: 'boss', name: boss.name })
})
