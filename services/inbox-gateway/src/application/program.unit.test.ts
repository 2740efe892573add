import type { Agent, Scope, ServiceAccountWithKey } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import { programOf } from './program.ts'

const account = (more: Partial<ServiceAccountWithKey> = {}): ServiceAccountWithKey => ({
  ...{ id: 'sa-1', version: 1, name: 'Sync', active: true, scopes: [], sha256: '' },
  ...more
})
const robin: Agent = {
  ...{ id: 'robin', version: 1, name: 'Robin', email: 'robin@example.com', role: 'admin', departmentIds: ['sales'] },
  ...{ limit: 5, active: true, bot: { silentSeconds: 60 } }
}
const knowing =
  (...agents: Agent[]) =>
  (id: string) =>
    agents.find(agent => agent.id === id)
const nobody = knowing()

describe('a service account', () => {
  test.each<[Scope[], string[] | undefined, string]>([
    [['conversations:read'], undefined, 'supervisor'],
    [['reports:read', 'administration:read'], undefined, 'admin'],
    [['conversations:read'], ['sales'], 'agent']
  ])('with %j in %j sees what the role %s sees', (scopes, departmentIds, role) => {
    expect(programOf(account({ scopes, ...(departmentIds && { departmentIds }) }), nobody)).toEqual({
      ...{ kind: 'user', id: 'sa-1', name: 'Sync', role, scopes, departmentIds: departmentIds ?? [] }
    })
  })

  test('that is revoked is nobody', () => {
    expect(programOf(account({ active: false }), nobody)).toBeNull()
    expect(programOf(account({ active: false, botId: 'robin' }), knowing(robin))).toBeNull()
  })
})

describe('a bot’s service account', () => {
  const ofRobin = account({ botId: 'robin' })

  test('is the bot: an agent without scopes, and no more than an agent whatever its role', () => {
    expect(programOf(ofRobin, knowing(robin))).toEqual({
      ...{ kind: 'user', id: 'robin', name: 'Robin', role: 'agent', departmentIds: ['sales'] }
    })
  })

  test('is nobody while the bot is inactive, unknown, or a person', () => {
    const { bot: _, ...person } = robin
    for (const agentOf of [nobody, knowing({ ...robin, active: false }), knowing(person)])
      expect(programOf(ofRobin, agentOf)).toBeNull()
  })
})
