import { repetitions } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { simulate } from './simulate.ts'

const CONVERSATIONS = Number(process.env.SIMULATED_CONVERSATIONS ?? repetitions(20_000, 50_000))
const SEED = Number(process.env.SIMULATION_SEED ?? 20_300_101)

test('I3 I4 I5 I13: days of work with lost, duplicated, late and reordered messages and takeovers break no rule and lose nobody', () => {
  const startedAt = process.cpuUsage()
  const outcome = simulate({ agents: 100, departments: 10, conversations: CONVERSATIONS }, SEED)
  const { violations, differences, ...figures } = outcome
  console.log(
    `seed ${SEED}: ${JSON.stringify(figures)} in ${Math.round(process.cpuUsage(startedAt).user / 1000)} ms of the processor`
  )
  expect(violations).toEqual([])
  expect(figures.closed).toBe(CONVERSATIONS)
  expect(differences).toEqual([])
}, 600_000)
