import { join } from 'node:path'
import {
  type PrivateInstance,
  type PrivateRabbitMq,
  startEmbeddedMongo,
  startPrivateRabbitMq,
  startPrivateRedis
} from '@inbox/devstack'
import { type FaultProxy, startFaultProxy } from '@inbox/testing'
import type { StartStores } from './experiment.ts'

/** One of our own backing services, and the network between it and the services. */
interface Store<Instance extends PrivateInstance = PrivateInstance> {
  instance: Instance
  network: FaultProxy
}

/** One backing service of each kind. */
export interface SingleStores {
  broker: Store<PrivateRabbitMq>
  redis: Store
  database: Store
}

export const startSingleStores: StartStores<SingleStores> = async (folder, cleanup) => {
  const behindNetwork = async <Instance extends PrivateInstance>(starting: Promise<Instance>) => {
    const instance = cleanup.use(await starting)
    return { instance, network: cleanup.use(await startFaultProxy(instance.url)) }
  }
  const broker = await behindNetwork(startPrivateRabbitMq({ dataDir: join(folder, 'rabbitmq') }))
  const redis = await behindNetwork(startPrivateRedis({ dataDir: join(folder, 'redis') }))
  const database = await behindNetwork(startEmbeddedMongo({ dataDir: join(folder, 'mongodb') }))
  return {
    stores: { broker, redis, database },
    backing: {
      rabbitmqUrl: broker.network.url,
      managementUrl: broker.instance.managementUrl,
      redisUrl: redis.network.url,
      mongodbUrl: database.network.url
    }
  }
}
