import { repetitions } from '@inbox/testing'
import { describe, it } from '@jest/globals'
import fc from 'fast-check'
import { assertAsForetold, assertInvariants, command, run } from './commands.ts'
import { queueInMemory } from './queue-in-memory.ts'

const RUNS = repetitions(1000, 20_000)

describe('any sequence of commands', () => {
  it('I1, I2, I3, I6, I10: has the outcome that the reference model predicts, and preserves the invariants', () =>
    fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 60 }), commands =>
        assertAsForetold(queueInMemory(), commands)
      ),
      { numRuns: RUNS }
    ))
})

describe('any interleaving of concurrent commands', () => {
  it('I1, I2, I3, I6: preserves the invariants', () =>
    fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(command, { maxLength: 12 }),
        fc.array(command, { minLength: 2, maxLength: 6 }),
        async (scheduler, before, together) => {
          let scheduled = false
          const queue = queueInMemory(() => (scheduled ? scheduler.schedule(Promise.resolve()) : Promise.resolve()))
          for (const each of before) await run(queue, each)
          scheduled = true
          await scheduler.waitFor(Promise.all(together.map(each => run(queue, each))))
          scheduled = false
          await assertInvariants(queue)
        }
      ),
      { numRuns: RUNS }
    ))
})
