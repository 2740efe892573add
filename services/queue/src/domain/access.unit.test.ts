import { expect, test } from '@jest/globals'
import { type Reader, tabFilterOf } from './access.ts'

const agent: Reader = { id: 'ana', name: 'Ana', role: 'agent', departmentIds: ['sales', 'support'] }

test('agents find their own conversations in Ongoing; a program restricted to departments finds everybody’s there', () => {
  const program = { ...agent, id: 'sync', isProgram: true }
  for (const tab of ['ongoing', 'myInbox'] as const) {
    expect(tabFilterOf(tab, agent, {})).toEqual({ agentId: 'ana' })
    expect(tabFilterOf(tab, program, {})).toEqual({ departmentIds: ['sales', 'support'] })
    expect(tabFilterOf(tab, program, { departmentId: 'sales', agentId: 'ana' })).toEqual({
      departmentIds: ['sales'],
      agentId: 'ana'
    })
    expect(tabFilterOf(tab, program, { departmentId: 'billing' })).toEqual({ departmentIds: [] })
  }
})

test('a program not restricted to departments finds everything, as supervisors do', () => {
  const program: Reader = { id: 'sync', name: 'Sync', role: 'supervisor', departmentIds: [], isProgram: true }
  expect(tabFilterOf('ongoing', program, {})).toEqual({})
  expect(tabFilterOf('queue', program, { departmentId: 'sales' })).toEqual({ departmentIds: ['sales'] })
})
