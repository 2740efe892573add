import { type Service, type StoreUrls, serviceNames } from '@inbox/devstack'
import { type FaultProxy, type Isolated, startFaultProxy } from '@inbox/testing'

/** Each service's process has its own network to the broker and the stores. */
export interface ServiceNetworks extends AsyncDisposable {
  /** The addresses by which a service reaches the stores. */
  storesOf(service: Service, stores: Isolated): StoreUrls
  of(service: Service): readonly FaultProxy[]
  /** Another server is now behind the address of Redis. */
  redisIs(url: string): void
}

/** `redisUrl`: the URL of one server, even if the services find Redis through a sentinel. */
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

/** The same addresses, with the ports of proxies instead of their own. */
const through = (urls: string, proxies: readonly FaultProxy[]): string =>
  urls
    .split(',')
    .map((url, n) => url.replace(/^([^:]+:\/\/(?:[^@/]*@)?)[^/?]+/, `$1127.0.0.1:${proxies[n]!.port}`))
    .join(',')
