import { join } from 'node:path'
import {
  type PrivateRabbitMqCluster,
  type PrivateRedisPair,
  startEmbeddedMongo,
  startPrivateRabbitMqCluster,
  startPrivateRedisPair
} from '@inbox/devstack'
import type { StartStores } from './experiment.ts'
import { type ServiceNetworks, startServiceNetworks } from './service-networks.ts'

/** A broker of three nodes and a Redis with a replica; the embedded database cannot be replicated. */
export interface ReplicatedStores {
  broker: PrivateRabbitMqCluster
  redis: PrivateRedisPair
  /** The networks of the first process of each service. */
  networks: ServiceNetworks
}

/** As recommended to operators: docs/how-to/deploy.md. */
export const NET_TICK_SECONDS = 10
const REDIS_DOWN_AFTER_MS = 3000

export const startReplicatedStores: StartStores<ReplicatedStores> = async (folder, cleanup) => {
  const rabbitmq = { dataDir: join(folder, 'rabbitmq'), netTickSeconds: NET_TICK_SECONDS }
  const broker = cleanup.use(await startPrivateRabbitMqCluster(rabbitmq))
  const pair = { dataDir: join(folder, 'redis'), downAfterMs: REDIS_DOWN_AFTER_MS }
  const redis = cleanup.use(await startPrivateRedisPair(pair))
  const database = cleanup.use(await startEmbeddedMongo({ dataDir: join(folder, 'mongodb') }))
  const urls = { rabbitmqUrl: broker.url, mongodbUrl: database.url }
  const networks = cleanup.use(await startServiceNetworks({ ...urls, redisUrl: redis.servers[0]!.url }))
  return {
    stores: { broker, redis, networks },
    backing: { ...urls, managementUrl: broker.nodes[0]!.managementUrl, redisUrl: redis.url },
    storesOf: networks.storesOf
  }
}
