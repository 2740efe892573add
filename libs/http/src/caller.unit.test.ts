import type { Audience, Scope } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import { type Caller, type User, whyNotAdmitted } from './caller.ts'

const isAdmitted = (...asked: [Caller, ReturnType<typeof callFor>]) => whyNotAdmitted(...asked) === undefined

const callFor = (audience: Audience[], scope: Scope | null) => ({ audience, scope })
const program = (scopes: Scope[], more: Partial<User> = {}): User => ({
  ...{ kind: 'user', id: 'sync', name: 'Sync', role: 'supervisor', departmentIds: [] },
  scopes,
  ...more
})

describe('a service account', () => {
  const reading = callFor(['agent', 'supervisor', 'admin'], 'conversations:read')

  test('may make the calls of its scopes, whichever people may make them', () => {
    expect(isAdmitted(program(['conversations:read']), reading)).toBe(true)
    expect(isAdmitted(program(['administration:write']), callFor(['admin'], 'administration:write'))).toBe(true)
  })

  test('may make no other call, whatever its role, and is told which scope it requires', () => {
    const admin = program(['administration:read', 'conversations:write'], { role: 'admin' })
    expect(isAdmitted(admin, reading)).toBe(false)
    expect(whyNotAdmitted(admin, reading)).toBe('Requires the scope conversations:read')
    expect(isAdmitted(program([]), reading)).toBe(false)
  })

  test('may not make calls that are for people only', () => {
    const me = callFor(['agent', 'supervisor', 'admin'], null)
    expect(isAdmitted(program(['conversations:read'], { role: 'admin' }), me)).toBe(false)
    expect(whyNotAdmitted(program(['conversations:read']), me)).toBe('Not for service accounts')
  })

  test('if limited to departments, may only make calls that hold agents to theirs', () => {
    const bounded = program(['conversations:read', 'conversations:write'], { role: 'agent', departmentIds: ['sales'] })
    const assigning = callFor(['supervisor', 'admin'], 'conversations:write')
    expect(isAdmitted(bounded, reading)).toBe(true)
    expect(isAdmitted(bounded, assigning)).toBe(false)
    expect(isAdmitted(program(['conversations:write']), assigning)).toBe(true)
    expect(whyNotAdmitted(bounded, assigning)).toBe('Not for service accounts that are limited to departments')
  })

  test('may make the calls that anyone may make', () => {
    expect(isAdmitted(program([]), callFor(['anyone'], null))).toBe(true)
  })
})

test('people and services are admitted by who they are, whatever the scope of the call', () => {
  const call = callFor(['service', 'supervisor'], 'reports:read')
  const user = (role: User['role']): User => ({ kind: 'user', id: 'x', name: 'X', role, departmentIds: [] })
  expect(isAdmitted(user('supervisor'), call)).toBe(true)
  expect(isAdmitted({ kind: 'service', name: 'queue' }, call)).toBe(true)
  expect(isAdmitted(user('agent'), call)).toBe(false)
  expect(isAdmitted({ kind: 'anyone' }, call)).toBe(false)
  expect(whyNotAdmitted(user('agent'), call)).toBe('Only for: service, supervisor')
})
