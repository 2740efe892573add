import { repetitions, seededRandom } from '@inbox/testing'
import { afterAll, beforeAll, test } from '@jest/globals'
import { type Experiment, startExperiment } from './experiment.ts'
import { faults } from './faults.ts'
import { type SingleStores, startSingleStores } from './single-stores.ts'
import { survive } from './survive.ts'

const random = seededRandom()
const bounds = {
  random,
  perSecond: repetitions(5, 10),
  longestMs: Math.max(...faults.map(({ lastsMs }) => lastsMs))
}
let experiment: Experiment<SingleStores>

beforeAll(async () => {
  experiment = await startExperiment(import.meta.url, startSingleStores)
}, 120_000)
afterAll(async () => experiment?.[Symbol.asyncDispose](), 30_000)

test.each(faults.map(fault => [fault.name, fault] as const))(
  'I13: nothing is lost or duplicated, nobody waits for long once it has ended, and all pages show what is stored: %s',
  (_, fault) => experiment.system.withLogs(() => random.printSeedOnFailure(() => survive(experiment, fault, bounds))),
  240_000
)
