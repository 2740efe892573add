import { expect, test } from '@jest/globals'
import { after, ana, history, offered, ongoing, presence, stored, told } from './a-history.ts'
import { aftermathOf } from './aftermath.ts'
import type { History } from './history.ts'

const endedAt = Date.parse(after(100))
const there = presence(1, 0, {})
const departments = [
  { _id: 'sales', version: 1, distribution: { mode: 'automatic' } } as History['departments'][number]
]
/** A conversation that waits from 90 s on, is offered at `offeredAt` and closed 5 s later. */
const served = (offeredAt: number) =>
  told([
    [{}, { at: 90 }],
    [offered, { rule: 'T3', at: offeredAt }],
    [ongoing, { at: offeredAt + 1 }],
    [{ status: 'closed' }, { at: offeredAt + 5 }]
  ])
const messages = [{ _id: 'm1', conversationId: 'c1', direction: 'inbound', status: 'delivered' } as const]
const afterwards = (more: object) =>
  aftermathOf(
    history({ departments, agents: [ana], conversations: [stored(4)], messages, ...more }),
    endedAt,
    new Set(['m1'])
  )

test('the time until everything is as before counts from the end of the fault', () => {
  expect(afterwards({ events: [there, ...served(104)] })).toEqual({
    ...{ nextOfferMs: 4000, backlogServedMs: 9000, backlog: 1, longestWaitInVainMs: 4000 }
  })
})

test('while nobody is there, nobody waits in vain', () => {
  const { longestWaitInVainMs } = afterwards({ events: [presence(1, 103, {}), ...served(104)] })
  expect(longestWaitInVainMs).toBe(1000)
})

test('what was served before the fault ended leaves no backlog', () => {
  expect(afterwards({ events: [there, ...served(92)] })).toMatchObject({
    ...{ backlogServedMs: 0, backlog: 0, longestWaitInVainMs: 0 }
  })
})
