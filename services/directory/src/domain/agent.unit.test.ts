import type { AgentFields } from '@inbox/contracts'
import { expect, test } from '@jest/globals'
import { refuseOtherKind, refuseOwnDemotion } from './agent.ts'

const admin: AgentFields = {
  name: 'Ada',
  email: 'ada@example.com',
  role: 'admin',
  departmentIds: [],
  limit: 0,
  active: true
}

test('administrators may change themselves and others, but neither demote nor deactivate themselves', () => {
  expect(refuseOwnDemotion('1', '1', { ...admin, name: 'Ada L.' }).ok).toBe(true)
  expect(refuseOwnDemotion('1', '2', { ...admin, active: false }).ok).toBe(true)
  expect(refuseOwnDemotion('1', '1', { ...admin, role: 'agent' }).ok).toBe(false)
  expect(refuseOwnDemotion('1', '1', { ...admin, active: false }).ok).toBe(false)
})

test('a bot stays a bot and a person a person, whatever else changes', () => {
  const bot = { silentSeconds: 60 }
  expect(refuseOtherKind({ ...admin, bot }, { ...admin, bot: { silentSeconds: 5 } }).ok).toBe(true)
  expect(refuseOtherKind(admin, { ...admin, name: 'Ada L.' }).ok).toBe(true)
  expect(refuseOtherKind(admin, { ...admin, bot })).toMatchObject({ error: { code: 'unprocessable' } })
  expect(refuseOtherKind({ ...admin, bot }, admin)).toMatchObject({ error: { code: 'unprocessable' } })
})
