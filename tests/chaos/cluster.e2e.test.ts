import { isThorough, seededRandom } from '@inbox/testing'
import { afterAll, beforeAll, describe, test } from '@jest/globals'
import { clusterFaults } from './cluster-faults.ts'
import { type Experiment, startExperiment } from './experiment.ts'
import { NET_TICK_SECONDS, type ReplicatedStores, startReplicatedStores } from './replicated-stores.ts'
import { MAX_WAIT_IN_VAIN_MS, survive } from './survive.ts'

const random = seededRandom()
const faults = clusterFaults(random)
const bounds = {
  random,
  // two cores are not full with that: otherwise this would show what a full machine does, not what a fault does
  perSecond: 4,
  longestMs: Math.max(...faults.map(({ lastsMs }) => lastsMs)),
  // only then is a frozen node noticed
  mostInVainMs: MAX_WAIT_IN_VAIN_MS + NET_TICK_SECONDS * 1250
}

const describeThoroughly = isThorough ? describe : describe.skip

describeThoroughly('three processes of each service, three nodes of the broker, and a Redis with a replica', () => {
  let experiment: Experiment<ReplicatedStores>
  beforeAll(async () => {
    // files in a folder permit only one process: services/media/README.md
    const processes = (service: string) => (service === 'media' ? 1 : 3)
    experiment = await startExperiment(import.meta.url, startReplicatedStores, { processes })
  }, 300_000)
  afterAll(async () => experiment?.[Symbol.asyncDispose](), 60_000)

  test.each(faults.map(fault => [fault.name, fault] as const))(
    'I13: nothing is lost or duplicated, nobody waits for long meanwhile, and all pages show what is stored: %s',
    (_, fault) => experiment.system.withLogs(() => random.printSeedOnFailure(() => survive(experiment, fault, bounds))),
    400_000
  )
})
