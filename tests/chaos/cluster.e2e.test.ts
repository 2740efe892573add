import { type Service, serviceNames } from '@inbox/devstack'
import { isThorough, seededRandom } from '@inbox/testing'
import { afterAll, beforeAll, describe, test } from '@jest/globals'
import { clusterFaults } from './cluster-faults.ts'
import { type Experiment, startExperiment } from './experiment.ts'
import { NET_TICK_SECONDS, type ReplicatedStores, startReplicatedStores } from './replicated-stores.ts'
import { MAX_WAIT_IN_VAIN_MS, survive } from './survive.ts'

const random = seededRandom()
const bounds = {
  random,
  longestMs: Math.max(...clusterFaults.map(({ lastsMs }) => lastsMs)),
  // a frozen node is missed only then
  mostInVainMs: MAX_WAIT_IN_VAIN_MS + NET_TICK_SECONDS * 1250
}

/** Files in a folder have one process that keeps them: services/media/README.md. */
const threeOf: readonly Service[] = serviceNames.filter(service => service !== 'media')

const describeThoroughly = isThorough ? describe : describe.skip

describeThoroughly('three processes of each service, three nodes of the broker, and a Redis with a replica', () => {
  let experiment: Experiment<ReplicatedStores>
  beforeAll(async () => {
    experiment = await startExperiment(import.meta.url, startReplicatedStores)
    const { system } = experiment
    for (const service of threeOf) await Promise.all([system.another(service), system.another(service)])
  }, 300_000)
  afterAll(async () => experiment?.[Symbol.asyncDispose](), 60_000)

  test.each(clusterFaults.map(fault => [fault.name, fault] as const))(
    'I13: nothing is lost or doubled, nobody waits for long meanwhile, and all pages show what is stored: %s',
    (_, fault) => experiment.system.withLogs(() => random.printSeedOnFailure(() => survive(experiment, fault, bounds))),
    400_000
  )
})
