import { type Service, type StoreUrls, serviceNames } from '@inbox/devstack'
import { type FaultProxy, type Isolated, startFaultProxy } from '@inbox/testing'

/** Between the process of each service and the broker and stores there is a network of its own. */
export interface ServiceNetworks extends AsyncDisposable {
  /** The way of a service to the stores. */
  storesOf(service: Service, stores: Isolated): StoreUrls
  of(service: Service): readonly FaultProxy[]
  /** To one address of Redis leads another server now. */
  redisIs(url: string): void
}

/** `redisUrl`: of one server, though the services may know Redis by a sentinel. */
export async function startServiceNetworks({ rabbitmqUrl, redisUrl, mongodbUrl }: StoreUrls): Promise<ServiceNetworks> {
  await using starting = new AsyncDisposableStack()
  const proxiesTo = (urls: string) =>
    Promise.all(urls.split(',').map(async url => starting.use(await startFaultProxy(url))))
  const networks = new Map<Service, Record<keyof StoreUrls, FaultProxy[]>>()
  for (const service of serviceNames) {
    const [broker, redis, database] = await Promise.all([rabbitmqUrl, redisUrl, mongodbUrl].map(proxiesTo))
    networks.set(service, { rabbitmqUrl: broker!, redisUrl: redis!, mongodbUrl: database! })
  }
  const running = starting.move()
  return {
    storesOf(service, stores) {
      const to = networks.get(service)!
      return {
        rabbitmqUrl: through(stores.rabbitmqUrl, to.rabbitmqUrl),
        redisUrl: through(redisUrl, to.redisUrl),
        mongodbUrl: through(stores.mongodbUrl, to.mongodbUrl)
      }
    },
    of: service => Object.values(networks.get(service)!).flat(),
    redisIs(url) {
      for (const { redisUrl: proxies } of networks.values()) for (const proxy of proxies) proxy.redirect(url)
    },
    [Symbol.asyncDispose]: () => running.disposeAsync()
  }
}

/** The same addresses, with the ports of proxies in place of their own. */
const through = (urls: string, proxies: readonly FaultProxy[]): string =>
  urls
    .split(',')
    .map((url, n) => url.replace(/^([^:]+:\/\/(?:[^@/]*@)?)[^/?]+/, `$1127.0.0.1:${proxies[n]!.port}`))
    .join(',')
