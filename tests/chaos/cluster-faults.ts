import type { PrivateInstance } from '@inbox/devstack'
import { waitFor } from '@inbox/testing'
import type { Experiment } from './experiment.ts'
import { type Fault, seconds, serviceFrozen, serviceKilled } from './faults.ts'
import type { ReplicatedStores } from './replicated-stores.ts'

type ClusterFault = Fault<ReplicatedStores>

/** Longer than any silence stays unnoticed, and than an agent may be gone. */
const LASTING_MS = 40_000
/** Of what everybody notices at once: so long the others are alone. */
const NOTICED_MS = 10_000
const NODES = [0, 1, 2]

// nodes of the broker
const nodeKilled = (node: number): ClusterFault => ({
  name: `node ${node + 1} of the broker is killed and away for ${seconds(NOTICED_MS)}`,
  ...{ lastsMs: NOTICED_MS, othersGoOn: true },
  async inflict({ stores: { broker } }) {
    await broker.nodes[node]!.kill()
    return async () => {
      await broker.nodes[node]!.restart()
      await broker.whenWhole()
    }
  }
})

const nodeFrozen = (node: number): ClusterFault => ({
  name: `node ${node + 1} of the broker is frozen for ${seconds(LASTING_MS)}`,
  ...{ lastsMs: LASTING_MS, othersGoOn: true },
  async inflict({ stores: { broker } }) {
    broker.nodes[node]!.pause()
    return async () => {
      broker.nodes[node]!.resume()
      // it has not noticed that the others went on without it, and is none of them any more: docs/how-to/deploy.md
      await broker.nodes[node]!.restart()
      await broker.whenWhole()
    }
  }
})

const nodeCutOff = (node: number): ClusterFault => ({
  name: `node ${node + 1} of the broker is cut off from the others for ${seconds(NOTICED_MS)}`,
  ...{ lastsMs: NOTICED_MS, othersGoOn: true },
  async inflict({ stores: { broker } }) {
    await broker.cutOff(broker.nodes[node]!)
    return async () => {
      await broker.rejoin(broker.nodes[node]!)
      await broker.whenWhole()
    }
  }
})

// Redis
/** Resolves when the sentinel has put the other server in the place of `former`. */
const promoted = ({ redis }: ReplicatedStores, former: PrivateInstance) =>
  waitFor(async () => (await redis.primary()) !== former, { timeoutMs: 30_000, describe: 'the replica to be promoted' })

const primaryGone = (
  how: string,
  go: (primary: PrivateInstance) => unknown,
  back: (primary: PrivateInstance) => unknown
): ClusterFault => ({
  name: `the primary of Redis is ${how} until its replica has taken its place`,
  ...{ lastsMs: NOTICED_MS, othersGoOn: true },
  async inflict({ stores }) {
    const primary = await stores.redis.primary()
    await go(primary)
    await promoted(stores, primary)
    return async () => {
      await back(primary)
      await stores.redis.whenReplicated()
    }
  }
})

/** Both at the same time. */
const pair = (one: ClusterFault, other: ClusterFault): ClusterFault => ({
  name: `${one.name}, and ${other.name}`,
  ...{ lastsMs: Math.max(one.lastsMs, other.lastsMs), othersGoOn: true },
  async inflict(experiment: Experiment<ReplicatedStores>) {
    const ends = [await one.inflict(experiment), await other.inflict(experiment)]
    return async () => {
      for (const end of ends) await end()
    }
  }
})

export const clusterFaults: readonly ClusterFault[] = [
  ...NODES.flatMap(node => [nodeKilled(node), nodeFrozen(node), nodeCutOff(node)]),
  primaryGone(
    'killed',
    primary => primary.kill(),
    primary => primary.restart()
  ),
  primaryGone(
    'frozen',
    primary => primary.pause(),
    primary => primary.resume()
  ),
  pair(nodeKilled(0), serviceKilled('queue')),
  pair(nodeFrozen(1), serviceFrozen('distribution'))
]
