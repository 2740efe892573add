import { expect, it } from '@jest/globals'
import { inStatus, offerTo, present } from '../../test/builders.ts'
import type { Conversation } from './conversation.ts'
import { excessOffers } from './release.ts'

const holding = (id: string, slot: string): Conversation =>
  ({ ...inStatus.ongoing(), id, slots: [slot] }) as Conversation
const offered = (id: string, slot: string): Conversation =>
  ({ ...inStatus.offered({}, offerTo('ana')), id, slots: [slot] }) as Conversation
const excess = (limit: number, ...newestFirst: Conversation[]) => [
  ...excessOffers(newestFirst, present('ana', { limit }))
]

it('a lowered limit ends the newest offers above it, and nothing that was started', () => {
  const held = [offered('new', 'ana#2'), holding('started', 'ana#1'), offered('old', 'ana#0')]
  expect(excess(3, ...held)).toEqual([])
  expect(excess(2, ...held)).toEqual(['new'])
  expect(excess(0, ...held)).toEqual(['new', 'old'])
})

it('what an agent took above the limit costs them no offer', () => {
  const held = [holding('taken', 'ana#+0'), offered('offer', 'ana#1'), holding('started', 'ana#0')]
  expect(excess(2, ...held)).toEqual([])
  expect(excess(1, ...held)).toEqual(['offer'])
})

it('a conversation that the agent is transferring, and whose slot is free by now, costs them no offer', () => {
  const handed = { ...inStatus.transferring(), slots: ['rui#0'] } as Conversation
  expect(excess(1, handed, offered('offer', 'ana#0'))).toEqual([])
})
