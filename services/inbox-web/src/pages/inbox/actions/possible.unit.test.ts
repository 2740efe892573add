import type { ConversationSummary } from '@inbox/contracts'
import { describe, expect, test } from '@jest/globals'
import type { Viewer } from '../../../live/tabs.ts'
import { mayGoToAgent, possibleActions } from './possible.ts'

const queued = { status: 'queued', departmentId: 'sales' } as ConversationSummary
const viewer = (role: Viewer['role'], ...departmentIds: string[]) => ({ id: 'ana', role, departmentIds }) as Viewer

describe('what waits in a queue', () => {
  test('may be accepted and transferred to another department by the agents of its own', () => {
    expect(possibleActions(queued, viewer('agent', 'sales'))).toEqual(['accept', 'transfer'])
  })

  test('may be transferred and closed by supervisors, and accepted by members of its department', () => {
    expect(possibleActions(queued, viewer('supervisor'))).toEqual(['transfer', 'close'])
    expect(possibleActions(queued, viewer('supervisor', 'sales'))).toEqual(['accept', 'transfer', 'close'])
  })

  test('is transferred to departments only, since what nobody has had yet is assigned', () => {
    expect(mayGoToAgent(queued)).toBe(false)
    expect(mayGoToAgent({ ...queued, status: 'pending' } as ConversationSummary)).toBe(true)
  })
})
