import { get } from 'node:http'
import { serviceProgram, watchedServiceProgram } from '../process/node-program.ts'
import { type Supervised, startSupervised } from '../process/supervise.ts'
import { type Service, serviceNames, variablePrefix } from './services.ts'

export interface ServicesOptions {
  services: readonly Service[]
  ports: Record<Service, number>
  /** Where they find each other, if not directly at the ports. */
  addresses?: Partial<Record<Service, string>>
  stores: { rabbitmqUrl: string; redisUrl: string; mongodbUrl: string; redisPrefix: string; databasePrefix: string }
  /** Passed to every service: the caller's environment, secrets, settings. */
  env: NodeJS.ProcessEnv
  /** A service's program, if not its `src/main.ts`. */
  program?: (service: Service) => string | undefined
  /** Services to restart when their code changes. */
  watched?: readonly Service[]
  /** Whether a hanging service is ended and thus restarted. */
  replaceHanging?: boolean
  /** One pid file per service, for `endLeftover`. */
  pidFile?: (service: Service) => string
  onLine?: (service: Service, line: string, stream: 'stdout' | 'stderr') => void
  onPid?: (service: Service, pid: number | undefined) => void
  log?: (line: string) => void
}

export const urlOf = (port: number): string => `http://127.0.0.1:${port}`

/** What all services get: the stores' and each other's addresses. */
function serviceEnvironment({ ports, addresses: between, stores, env }: ServicesOptions): NodeJS.ProcessEnv {
  const addresses = serviceNames.flatMap(service => [
    [`${variablePrefix(service)}_PORT`, String(ports[service])],
    [`${variablePrefix(service)}_URL`, between?.[service] ?? urlOf(ports[service])]
  ])
  return {
    SERVICE_AUTH: 'loopback',
    // with a single gateway there is no other to move to
    GATEWAY_DRAIN_MS: '0',
    // adapters that somebody is trying out run on this machine, too
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

/**
 * Whether a service reports that it is ready, or alive. Does not use fetch, which takes three times as long to be
 * refused, and this is asked a hundred times while a system starts.
 */
const says = (port: number, path: '/readyz' | '/livez'): Promise<boolean> =>
  new Promise(resolve => {
    const asking = get(`${urlOf(port)}${path}`, { agent: false, signal: AbortSignal.timeout(2000) }, answer => {
      answer.resume().on('end', () => resolve(answer.statusCode === 200))
      answer.on('error', () => resolve(false))
    })
    asking.on('error', () => resolve(false))
  })

/** Ends a hanging service after some 15 s. */
const patience = { mostMissed: 4, everyMs: 2000 }

/** Starts each service as a separate process and keeps it running; await `ready()` of each. */
export function startServices(options: ServicesOptions): Map<Service, Supervised> {
  const env = serviceEnvironment(options)
  const programOf = (name: Service) =>
    options.watched?.includes(name)
      ? watchedServiceProgram(name, env)
      : serviceProgram(name, env, options.program?.(name))
  // in watch mode somebody may have stopped it in a debugger, or it waits for its code to be fixed
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
