import { type Transition, transitionCause } from '@inbox/contracts'
import { describe, expect, it, test } from '@jest/globals'
import { describeStep, reasonOf } from './describe-step.ts'
import { stepWords } from './step-words.ts'

const names = {
  agent: (id: string) => ({ ana: 'Ana', rui: 'Rui' })[id],
  department: (id: string) => ({ sales: 'Sales', support: 'Support' })[id]
}
const bySystem = { kind: 'system' } as const
const ana = { kind: 'agent', id: 'ana', name: 'Ana' } as const
const step = (rule: string, cause: string, more: Partial<Transition> = {}): Transition => ({
  ...{ rule, cause, from: 'queued', to: 'queued', at: '2026-03-02T12:00:00Z', actor: bySystem },
  ...more
})
const told = (...given: Parameters<typeof step>) => describeStep(step(...given), stepWords.en, names)

describe('the history of a conversation', () => {
  it.each<[Parameters<typeof step>, string]>([
    [['T1', 'contactWrote', { actor: { kind: 'contact' } }], 'Entered the queue: the contact wrote'],
    [['T23', 'contacted', { actor: { kind: 'agent', name: 'Ana' } }], 'Started: by Ana'],
    [['T3', 'automatic', { toAgentId: 'rui' }], 'Offered: automatically, to Rui'],
    [['T7', 'deadline', { previousAgentId: 'ana' }], 'Offer ended: Ana did not answer in time'],
    [['T7', 'declined', { actor: ana, previousAgentId: 'ana' }], 'Offer ended: Ana declined'],
    [['T8', 'agentLost', { previousAgentId: 'ana' }], 'Parked: Ana lost the connection'],
    [['T8', 'loggedOut', { previousAgentId: 'ana' }], 'Parked: Ana signed out'],
    [['T8', 'parked', { actor: ana, previousAgentId: 'ana' }], 'Parked: by Ana'],
    [['T24', 'parkEnded', { previousAgentId: 'ana' }], 'Came back from My Inbox: the chosen time had come'],
    [['T9', 'botSilent', { previousAgentId: 'rui' }], 'Returned to the queue: the bot Rui did not answer in time'],
    [['T12', 'windowExpired', { previousAgentId: 'ana' }], 'Time to reply ran out: the time to reply had run out'],
    [['T18', 'transfer', { actor: ana, previousAgentId: 'ana', toAgentId: 'rui' }], 'Transfer offered: to Rui, by Ana'],
    [
      ['T21', 'transfer', { actor: ana, previousDepartmentId: 'sales', toDepartmentId: 'support' }],
      'Transferred: to Support, by Ana'
    ],
    [
      ['T21', 'overflow', { previousDepartmentId: 'sales', toDepartmentId: 'support' }],
      'Transferred: waited too long in Sales, now in Support'
    ]
  ])('says of each step who did it or what caused it (%j)', (given, text) => {
    const { title, because } = told(...given)
    expect(`${title}: ${because}`).toBe(text)
  })

  it('shows the close reason as chosen, even for older closings, whose cause it was', () => {
    expect(told('T16', 'closed', { actor: ana, reason: 'Solved' })).toMatchObject({
      because: 'by Ana',
      reason: 'Solved'
    })
    expect(told('T16', 'Solved', { actor: ana })).toEqual({ title: 'Closed', because: 'by Ana', reason: 'Solved' })
    expect(told('T16', 'closed', { actor: ana })).not.toHaveProperty('reason')
  })

  it.each(Object.keys(stepWords) as (keyof typeof stepWords)[])('has words for every cause in %s', locale => {
    for (const cause of transitionCause.options) {
      const { because } = describeStep(
        step('T7', cause, { actor: ana, previousAgentId: 'rui' }),
        stepWords[locale],
        names
      )
      expect(because).not.toBe('')
      expect(because).not.toMatch(/system|sistema|…$/)
    }
  })
})

test('a conversation that is parked, over or closed says why', () => {
  const summary = { status: 'pending', reason: 'agentLost', agent: { id: 'ana', name: 'Ana' } } as const
  expect(reasonOf(summary, stepWords.en)).toBe('Ana lost the connection')
  expect(reasonOf({ status: 'inactive', reason: 'unattended' }, stepWords.es)).toMatch(/nadie estaba disponible/)
  expect(reasonOf({ status: 'closed', reason: 'Solved' }, stepWords.en)).toBe('Solved')
  expect(reasonOf({ status: 'pending', reason: 'parked' }, stepWords.en)).toBeUndefined()
  expect(reasonOf({ status: 'queued' }, stepWords.en)).toBeUndefined()
})
