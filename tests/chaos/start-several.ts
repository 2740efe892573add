import { type Service, type System, type SystemOptions, serviceNames } from '@inbox/devstack'
import { startJudgedSystem } from '@inbox/history-checker'
import { type Balancer, startBalancer } from './balancer.ts'

interface Process {
  kill(): Promise<void>
  /** Resolves once it, or its replacement, is ready. */
  ready(): Promise<void>
}

/** The whole system, with several processes of each service. */
export interface Several {
  system: System
  /** The addresses at which callers find a ready process of each service. */
  addresses: Record<Service, string>
  /** The processes of a service; the first is that of `system`. */
  processesOf(service: Service): readonly Process[]
}

export async function startSeveral(
  fileOrName: string,
  options: SystemOptions,
  count: (service: Service) => number,
  cleanup: AsyncDisposableStack
): Promise<Several> {
  const balancers = new Map<Service, Balancer>()
  for (const service of serviceNames) if (count(service) > 1) balancers.set(service, cleanup.use(await startBalancer()))
  const inFront = Object.fromEntries(Array.from(balancers, ([service, { url }]) => [service, url]))
  const addresses: SystemOptions['addresses'] = urls => {
    for (const [service, balancer] of balancers) balancer.serve([urls[service]])
    return inFront
  }
  const system = cleanup.use(await startJudgedSystem(fileOrName, { ...options, addresses }))
  const others = new Map<Service, Process[]>()
  for (const [service, balancer] of balancers) {
    const more = await Promise.all(Array.from({ length: count(service) - 1 }, () => system.another(service)))
    balancer.serve([system.urls[service], ...more.map(({ url }) => url)])
    others.set(service, more)
  }
  return {
    system,
    addresses: { ...system.urls, ...inFront },
    processesOf: service => [
      { kill: () => system.kill(service), ready: () => system.ready(service) },
      ...(others.get(service) ?? [])
    ]
  }
}
