import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { modelledWorld, type Step } from '../../test/modelled-world.ts'
import { isKept, isWaiting } from './conversation.ts'

const SEED = 20_300_101
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    ...(['arrive', 'arrive', 'deliver', 'deliver', 'deliver', 'command', 'command', 'agent', 'end'] as const),
    ...(['repeat', 'policy', 'link', 'limit', 'time'] as const)
  ),
  n: fc.nat(1000)
})
const steps = fc.array(step, { minLength: 50, maxLength: 400, size: 'max' })

test('I3 I4 I5: late, duplicated and reordered knowledge breaks no rule, each decision is the reference model’s, and the replica converges on the truth', () => {
  console.log(`seed ${SEED}`)
  fc.assert(
    fc.property(steps, happenings => {
      const world = modelledWorld((holds, rule) => {
        if (!holds) throw new Error(rule)
      })
      for (const each of happenings) world.happen(each)
      expect(world.calm()).toBe(true)

      const truth = [...world.conversations.values()].filter(isKept)
      const known = [...world.replica.conversations.values()]
      expect(known.map(({ id, status }) => `${id} ${status}`).sort()).toEqual(
        truth.map(({ id, status }) => `${id} ${status}`).sort()
      )
      for (const id of world.agentIds) expect(world.replica.agents.get(id)?.load).toBe(world.loadOf(id))
      for (const { id, waiting } of world.replica.departments.values()) {
        expect(waiting.size).toBe(known.filter(each => each.departmentId === id && isWaiting(each)).length)
      }
    }),
    { numRuns: 300, seed: SEED }
  )
}, 60_000)
