import { type PrivateInstance, type Service, serviceNames } from '@inbox/devstack'
import { type SeededRandom, waitFor } from '@inbox/testing'
import type { Experiment } from './experiment.ts'
import { type Fault, seconds, serviceFrozen, serviceKilled } from './faults.ts'
import type { ReplicatedStores } from './replicated-stores.ts'

type ClusterFault = Fault<ReplicatedStores>

/** Longer than any silence stays unnoticed, and longer than an agent may be gone. */
const LASTING_MS = 40_000
/** For what everybody notices at once: how long the others are on their own. */
const NOTICED_MS = 10_000
const PAIRS = 8

/** Something that happens from `begin` to `end`, which gets what `begin` returned. */
interface Course<Victim> {
  how: string
  lastsMs: number
  begin(victim: Victim, stores: ReplicatedStores): unknown
  end(victim: Victim, stores: ReplicatedStores): unknown
}

const faultsOf = <Victim>(
  courses: readonly Course<Victim>[],
  called: string,
  find: (experiment: Experiment<ReplicatedStores>) => Victim | Promise<Victim>
): ClusterFault[] =>
  courses.map(({ how, lastsMs, begin, end }) => ({
    name: `${called} is ${how}${lastsMs === 0 ? '' : ` for ${seconds(lastsMs)}`}`,
    ...{ lastsMs, othersGoOn: true },
    async inflict(experiment) {
      const victim = await find(experiment)
      await begin(victim, experiment.stores)
      return () => end(victim, experiment.stores)
    }
  }))

// nodes of the broker

type Node = ReplicatedStores['broker']['nodes'][number]

const wholeAgain =
  (back: (node: Node, stores: ReplicatedStores) => Promise<unknown>) =>
  async (node: Node, stores: ReplicatedStores) => {
    await back(node, stores)
    await stores.broker.whenWhole()
  }

const ofNodes: readonly Course<Node>[] = [
  {
    ...{ how: 'killed and away', lastsMs: NOTICED_MS },
    begin: node => node.kill(),
    end: wholeAgain(node => node.restart())
  },
  {
    ...{ how: 'frozen', lastsMs: LASTING_MS },
    begin: node => node.pause(),
    end: wholeAgain(node => {
      node.resume()
      // it has not noticed that the others went on without it and is no longer a member: docs/how-to/deploy.md
      return node.restart()
    })
  },
  {
    ...{ how: 'cut off from the others', lastsMs: NOTICED_MS },
    begin: (node, { broker }) => broker.cutOff(node),
    end: wholeAgain((node, { broker }) => broker.rejoin(node))
  }
]

const nodes = [0, 1, 2].map(n =>
  faultsOf(ofNodes, `node ${n + 1} of the broker`, ({ stores }) => stores.broker.nodes[n]!)
)

// Redis

/** Resolves once the sentinel has promoted the other server. */
const promoted = async ({ redis, networks }: ReplicatedStores, former: PrivateInstance) => {
  await waitFor(async () => (await redis.primary()) !== former, {
    ...{ timeoutMs: 30_000, describe: 'the replica to be promoted' }
  })
  networks.redisIs((await redis.primary()).url)
}

const ofServers: readonly Course<PrivateInstance>[] = [
  { how: 'killed', lastsMs: NOTICED_MS, begin: server => server.kill(), end: server => server.restart() },
  { how: 'frozen', lastsMs: LASTING_MS, begin: server => server.pause(), end: server => server.resume() }
]
const cutOffServer: Course<PrivateInstance> = {
  ...{ how: 'cut off', lastsMs: NOTICED_MS },
  begin: (server, { redis }) => redis.cutOff(server),
  end: (server, { redis }) => redis.rejoin(server)
}

/** The sentinel promotes the replica, and later makes this server a replica. */
const replaced = (course: Course<PrivateInstance>): Course<PrivateInstance> => ({
  ...course,
  async begin(server, stores) {
    await course.begin(server, stores)
    await promoted(stores, server)
  }
})
const followedAgain = (course: Course<PrivateInstance>): Course<PrivateInstance> => ({
  ...course,
  async end(server, stores) {
    await course.end(server, stores)
    await stores.redis.whenReplicated()
  }
})

const primaryOf = ({ stores: { redis } }: Experiment<ReplicatedStores>) => redis.primary()
const replicaOf = async ({ stores: { redis } }: Experiment<ReplicatedStores>) => {
  const primary = await redis.primary()
  return redis.servers.find(server => server !== primary)!
}

const redis = [
  faultsOf([...ofServers, cutOffServer].map(replaced).map(followedAgain), 'the primary of Redis', primaryOf),
  faultsOf([...ofServers, cutOffServer].map(followedAgain), 'the replica of Redis', replicaOf),
  faultsOf(ofServers, 'the sentinel of Redis', ({ stores }) => stores.redis.sentinel)
]

// services: the first process of each

const healed = (service: Service, { networks }: ReplicatedStores) => {
  for (const network of networks.of(service)) network.heal()
}
const ofNetworks: readonly Course<Service>[] = [
  {
    ...{ how: 'cut off from broker and stores', lastsMs: NOTICED_MS },
    begin(service, { networks }) {
      for (const network of networks.of(service)) network.refuse()
    },
    end: healed
  },
  {
    ...{ how: 'held back from broker and stores, without a word,', lastsMs: 2 * NOTICED_MS },
    begin(service, { networks }) {
      for (const network of networks.of(service)) network.stall()
    },
    end: healed
  }
]

const services = serviceNames.map(service =>
  [
    { ...serviceKilled(service), othersGoOn: true },
    { ...serviceFrozen(service), othersGoOn: true },
    ...faultsOf(ofNetworks, `one process of ${service}`, () => service)
  ].map(fault => fault satisfies ClusterFault)
)

// two at once

const both = (one: ClusterFault, other: ClusterFault): ClusterFault => ({
  name: `${one.name}, and ${other.name}`,
  ...{ lastsMs: Math.max(one.lastsMs, other.lastsMs), othersGoOn: true },
  async inflict(experiment) {
    const ends = [await one.inflict(experiment), await other.inflict(experiment)]
    return async () => {
      for (const end of ends) await end()
    }
  }
})

/** Two of these are hit at a time: what one of them leaves running is enough. */
const victims = (): ClusterFault[][] => [nodes.flat(), redis.flat(), ...services]

/** Pairs drawn by `random`, never with the same victim twice. */
function drawnPairs(random: SeededRandom): ClusterFault[] {
  return Array.from({ length: PAIRS }, () => {
    const [one, other] = random.shuffle(victims())
    return both(random.pick(one!), random.pick(other!))
  })
}

export const clusterFaults = (random: SeededRandom): readonly ClusterFault[] => [
  ...[...nodes, ...redis, ...services].flat(),
  both(nodes[0]![0]!, serviceKilled('queue')),
  both(nodes[1]![1]!, serviceFrozen('distribution')),
  ...drawnPairs(random)
]
