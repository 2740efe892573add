import { repetitions } from '@inbox/testing'
import { afterAll, beforeAll, it } from '@jest/globals'
import fc from 'fast-check'
import { assertAsForetold, assertInvariants, command, run } from './commands.ts'
import { queueStored } from './queue-stored.ts'

const RUNS = repetitions(10, 300)
const TIMEOUT_MS = 90_000

let stored: Awaited<ReturnType<typeof queueStored>>
beforeAll(async () => {
  stored = await queueStored(import.meta.url)
})
afterAll(() => stored?.[Symbol.asyncDispose]())

it(
  'I1, I2, I3, I6: with the real store, any sequence of commands has the outcome that the reference model predicts',
  () =>
    fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 40 }), async commands =>
        assertAsForetold(await stored.begin(), commands)
      ),
      { numRuns: RUNS }
    ),
  TIMEOUT_MS
)

it(
  'I1, I2, I3, I6: with the real store, concurrent commands preserve the invariants',
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(command, { maxLength: 8 }),
        fc.array(command, { minLength: 2, maxLength: 8 }),
        async (before, together) => {
          const queue = await stored.begin()
          for (const each of before) await run(queue, each)
          await Promise.all(together.map(each => run(queue, each)))
          await assertInvariants(queue)
        }
      ),
      { numRuns: RUNS }
    ),
  TIMEOUT_MS
)
