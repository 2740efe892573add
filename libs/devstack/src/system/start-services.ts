import { serviceProgram, watchedServiceProgram } from '../process/node-program.ts'
import { type Supervised, startSupervised } from '../process/supervise.ts'
import { type Service, serviceNames, variablePrefix } from './services.ts'

export interface ServicesOptions {
  services: readonly Service[]
  ports: Record<Service, number>
  /** Where they find each other, if not at the ports. */
  addresses?: Partial<Record<Service, string>>
  stores: { rabbitmqUrl: string; redisUrl: string; mongodbUrl: string; redisPrefix: string; databasePrefix: string }
  /** Reaches every service: the caller's environment, secrets, settings. */
  env: NodeJS.ProcessEnv
  /** The program of a service, if not its `src/main.ts`. */
  program?: (service: Service) => string | undefined
  /** Those that are started again when their code changes. */
  watched?: readonly Service[]
  /** Whether one that hangs is ended, and so started again. */
  replaceHanging?: boolean
  /** One pid file per service, for `endLeftover`. */
  pidFile?: (service: Service) => string
  onLine?: (service: Service, line: string, stream: 'stdout' | 'stderr') => void
  onPid?: (service: Service, pid: number | undefined) => void
  log?: (line: string) => void
}

export const urlOf = (port: number): string => `http://127.0.0.1:${port}`

/** What all services are told: where the stores are, and each other's addresses. */
function serviceEnvironment({ ports, addresses: between, stores, env }: ServicesOptions): NodeJS.ProcessEnv {
  const addresses = serviceNames.flatMap(service => [
    [`${variablePrefix(service)}_PORT`, String(ports[service])],
    [`${variablePrefix(service)}_URL`, between?.[service] ?? urlOf(ports[service])]
  ])
  return {
    SERVICE_AUTH: 'loopback',
    // with one gateway there is no other to go to
    GATEWAY_DRAIN_MS: '0',
    // adapters that somebody tries out run here, too
    OUTBOUND_ALLOWED_NETWORKS: 'loopback',
    MEDIA_PUBLIC_URL: urlOf(ports.media),
    ...env,
    ...Object.fromEntries(addresses),
    RABBITMQ_URL: stores.rabbitmqUrl,
    REDIS_URL: stores.redisUrl,
    REDIS_PREFIX: stores.redisPrefix,
    MONGODB_URL: stores.mongodbUrl,
    MONGODB_DATABASE_PREFIX: stores.databasePrefix
  }
}

/** Whether a service says that it can do its work, or that it is alive. */
const says = (port: number, path: '/readyz' | '/livez'): Promise<boolean> =>
  fetch(`${urlOf(port)}${path}`, { signal: AbortSignal.timeout(2000) }).then(
    async answer => {
      await answer.text()
      return answer.ok
    },
    () => false
  )

/** A service that hangs is ended after some 15 s. */
const patience = { mostMissed: 5, everyMs: 1000 }

/** Starts each service as a process of its own and keeps it running; await `ready()` of each. */
export function startServices(options: ServicesOptions): Map<Service, Supervised> {
  const env = serviceEnvironment(options)
  const programOf = (name: Service) =>
    options.watched?.includes(name)
      ? watchedServiceProgram(name, env)
      : serviceProgram(name, env, options.program?.(name))
  // in watch mode somebody may have stopped it in a debugger, or it waits for its code to be mended
  const mayHang = (name: Service) => !options.replaceHanging || options.watched?.includes(name)
  const start = (name: Service) =>
    startSupervised({
      name,
      ...programOf(name),
      isReady: () => says(options.ports[name], '/readyz'),
      ...(mayHang(name) ? {} : { liveness: { ...patience, answers: () => says(options.ports[name], '/livez') } }),
      respawn: true,
      graceMs: 2200,
      onLine: (line, stream) => options.onLine?.(name, line, stream),
      onPid: pid => options.onPid?.(name, pid),
      ...(options.pidFile ? { pidFile: options.pidFile(name) } : {}),
      ...(options.log ? { log: options.log } : {})
    })
  return new Map(options.services.map(name => [name, start(name)]))
}
