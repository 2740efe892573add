import type { Role } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import { maySee, maySeePresence, roomsOf, roomsSeeing, type Viewer } from './visibility.ts'

const viewer = (id: string, role: Role, ...departmentIds: string[]): Viewer => ({ id, role, departmentIds })
const queued = { departmentId: 'sales' }
const owned = { departmentId: 'sales', agent: { id: 'ana', name: 'Ana' } }
const offered = { departmentId: 'sales', offer: { id: 'o1', agentId: 'rui', kind: 'transfer' as const } }

describe('who sees a conversation', () => {
  test('agents see what belongs to their departments', () => {
    expect(maySee(viewer('eva', 'agent', 'support', 'sales'), queued)).toBe(true)
    expect(maySee(viewer('leo', 'agent', 'support'), queued)).toBe(false)
    expect(maySee(viewer('new', 'agent'), queued)).toBe(false)
  })

  test('agents see what they have or are offered, in whatever department', () => {
    expect(maySee(viewer('ana', 'agent', 'support'), owned)).toBe(true)
    expect(maySee(viewer('rui', 'agent', 'support'), offered)).toBe(true)
    expect(maySee(viewer('rui', 'agent', 'support'), owned)).toBe(false)
  })

  test.each(['supervisor', 'admin'] as const)('a %s sees everything', role => {
    expect([queued, owned, offered].every(each => maySee(viewer('boss', role), each))).toBe(true)
  })

  test('an agent named like a department is not in its room', () => {
    expect(roomsOf(viewer('sales', 'agent')).some(room => roomsSeeing(queued).includes(room))).toBe(false)
  })
})

test('an agent’s presence is seen by themselves, their departments and supervisors', () => {
  const agent = { departmentIds: ['sales'] }
  expect(maySeePresence(viewer('ana', 'agent'), 'ana', undefined)).toBe(true)
  expect(maySeePresence(viewer('eva', 'agent', 'sales'), 'ana', agent)).toBe(true)
  expect(maySeePresence(viewer('leo', 'agent', 'support'), 'ana', agent)).toBe(false)
  expect(maySeePresence(viewer('boss', 'supervisor'), 'ana', agent)).toBe(true)
})
