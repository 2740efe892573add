import { reject } from '@inbox/kernel'
import { expect, test } from '@jest/globals'
import { present } from '../../test/builders.ts'
import type { AgentState } from '../domain/agent.ts'
import { workTaker } from './take-work.ts'

/** Ana calls; each look at her answers the next of `told`, the last one again and again. */
async function looksBeforeDeciding(patienceMs: number, ...told: (AgentState | null)[]) {
  let looks = 0
  const agents = { get: async () => told[Math.min(looks++, told.length - 1)]! }
  const take = workTaker(async () => reject('not-found', 'decided'), agents, patienceMs)
  const decided = await take('c1', 'ana', () => reject('not-found', ''), { correlationId: 'test' })
  expect(decided).toMatchObject({ error: { detail: 'decided' } })
  return looks
}

const ana = present('ana')
const away = present('ana', { link: 'disconnected' })

test('who is known to be there is not kept waiting', async () => {
  expect(await looksBeforeDeciding(10_000, ana)).toBe(1)
})

test('the call of one who has just come is decided as soon as that is known', async () => {
  expect(await looksBeforeDeciding(10_000, null, away, ana)).toBe(3)
})

test('it is decided also if nothing is heard of them', async () => {
  expect(await looksBeforeDeciding(0, away)).toBe(1)
})
