import { waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { present } from '../../test/builders.ts'
import type { AgentState } from '../domain/agent.ts'
import { createArrivals } from './arrivals.ts'

const ana = present('ana')
const away = present('ana', { link: 'disconnected' })

/** Ana calls; each look at her returns the next of `told`, and each but the first follows an update. */
async function looksBeforeDeciding(patienceMs: number, ...told: (AgentState | null)[]) {
  let looks = 0
  const here = createArrivals({ get: async () => told[looks++]! }, patienceMs)
  const deciding = here.present('ana')
  for (let update = 1; update < told.length; update++) {
    await waitFor(() => looks === update)
    here.updated('rui')
    here.updated('ana')
  }
  await deciding
  return looks
}

test('somebody known to be present does not have to wait', async () => {
  expect(await looksBeforeDeciding(10_000, ana)).toBe(1)
})

test('the call of somebody who has just arrived is decided as soon as their arrival is known', async () => {
  expect(await looksBeforeDeciding(10_000, null, away, ana)).toBe(3)
})

test('it is decided even if nothing is heard of them', async () => {
  expect(await looksBeforeDeciding(0, away)).toBe(1)
})
