import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BackingServices } from '@inbox/testing'
import { type Isolated, isolate, mongoCommand } from '@inbox/testing'
import { freePort } from '../backing-services/free-ports.ts'
import { machineEnvironment } from '../config.ts'
import { awaitEffect } from '../demo/await-effect.ts'
import { type DemoCredentials, newPassword } from '../demo/credentials.ts'
import { type DemoData, seedDemo } from '../demo/seed-demo.ts'
import { inSources } from '../process/in-sources.ts'
import type { Supervised } from '../process/supervise.ts'
import { newSecrets } from './secrets.ts'
import { type Service, serviceNames } from './services.ts'
import { startServices, urlOf } from './start-services.ts'

export interface SystemOptions {
  /** Default: all. */
  services?: readonly Service[]
  /** Settings for the services, e.g. shortened times. */
  env?: NodeJS.ProcessEnv
  /** Whether to create the demo's departments, people and channels at once; needs directory and gateway. */
  seed?: boolean
  /** A service's program, if not its `src/main.ts`. */
  program?: (service: Service) => string | undefined
  /** The caller's own backing services, instead of those that all tests share. */
  backing?: Partial<BackingServices>
  /** Where services should find each other through something in between, given where each process is. */
  addresses?: (urls: Record<Service, string>) => Partial<Record<Service, string>>
  /** Where a service's process (including `another`) finds its stores, if it differs from the rest. */
  storesOf?: (service: Service, stores: Isolated) => Partial<StoreUrls>
  /** Checks at the end, while the stores still exist, what services logged at INFO and above; rejects if it objects. */
  judge?: (lines: ReadonlySet<string>, stores: Isolated) => Promise<void>
}

export type StoreUrls = Pick<Isolated, 'rabbitmqUrl' | 'redisUrl' | 'mongodbUrl'>

/** The real services as processes, with stores and ports of their own. */
export interface System extends AsyncDisposable {
  /** The running services. */
  services: readonly Service[]
  urls: Record<Service, string>
  stores: Isolated
  /** The first administrator, who exists from the start. */
  admin: DemoCredentials['admin']
  demo: DemoData
  /** Creates the demo in a system that was started without it. */
  seedDemo(): Promise<void>
  pid(service: Service): number | undefined
  /** SIGKILL; the supervisor restarts it. */
  kill(service: Service): Promise<void>
  pause(service: Service): void
  resume(service: Service): void
  /** Resolves when it is ready again. */
  restart(service: Service): Promise<void>
  /** Resolves when the service is ready (after `kill`). */
  ready(service: Service): Promise<void>
  logs(service: Service): string[]
  /** One more process of a service, with its own port and settings; resolves when it is ready. Disposing ends it. */
  another(service: Service, env?: NodeJS.ProcessEnv): Promise<Supervised & { url: string }>
  /** Ends the services and removes their stores; the same as disposing. Rejects if `judge` does. */
  stop(): Promise<void>
  /** Runs `body`; if it fails, prints every service's last lines before rethrowing. */
  withLogs<Value>(body: () => Promise<Value>): Promise<Value>
}

/** Below INFO, lines may contain more. */
const FOR_DEVELOPERS = /^\{"level":"(?:debug|trace)"/

const NO_DEMO: DemoData = { users: [], departments: [], channels: [] }

/** Starts the services for one test file (`import.meta.url`); resolves when all are ready and know the demo. */
export async function startSystem(fileOrName: string, options: SystemOptions = {}): Promise<System> {
  const names = options.services ?? serviceNames
  const stores = await isolate(fileOrName, options.backing)
  const ports = await freePorts()
  const urls = Object.fromEntries(serviceNames.map(name => [name, urlOf(ports[name])])) as Record<Service, string>
  const folder = await mkdtemp(join(tmpdir(), 'inbox-system-'))
  const credentials = newCredentials()
  const logged = new Set<string>()
  const common = {
    ...(options.program ? { program: options.program } : {}),
    ...(options.addresses ? { addresses: options.addresses(urls) } : {}),
    stores: { ...stores, databasePrefix: stores.database },
    onLine: (service: Service, line: string) => {
      if (options.judge && !FOR_DEVELOPERS.test(line)) logged.add(`${service}: ${line}`)
    },
    env: {
      ...machineEnvironment(),
      ...newSecrets(),
      DATA_DIR: folder,
      ADMIN_EMAIL: credentials.admin.email,
      ADMIN_PASSWORD: credentials.admin.password,
      ...options.env
    }
  }
  const storesOf = (name: Service) => ({ ...common.stores, ...options.storesOf?.(name, stores) })
  const running = new Map(
    names.flatMap(name => [...startServices({ ...common, stores: storesOf(name), services: [name], ports })])
  )
  const others: Supervised[] = []
  const stop = async () => {
    await Promise.all([...running.values(), ...others].map(service => service.stop()))
    try {
      await options.judge?.(logged, stores)
    } finally {
      await Promise.all(serviceNames.map(name => dropDatabase(stores, name)))
      await stores.remove()
      await rm(folder, { recursive: true, force: true })
    }
  }
  const withLogs = printingLogs(running)
  try {
    const demo = await withLogs(async () => {
      await Promise.all([...running.values()].map(service => service.ready()))
      return (options.seed ?? canSeed(names)) ? seed(urls, credentials) : NO_DEMO
    })
    const of = (name: Service) => supervisedOf(running, name)
    const system: System = {
      services: names,
      urls,
      stores,
      demo,
      withLogs,
      admin: credentials.admin,
      async seedDemo() {
        system.demo = await withLogs(() => seed(urls, credentials))
      },
      pid: name => of(name).pid,
      kill: name => of(name).kill(),
      pause: name => of(name).pause(),
      resume: name => of(name).resume(),
      restart: name => of(name).restart(),
      ready: name => of(name).ready(),
      logs: name => of(name).output(),
      async another(name, env) {
        const port = await freePort()
        const settings = { ...common, env: { ...common.env, ...env } }
        const [other] = startServices({ ...settings, services: [name], ports: { ...ports, [name]: port } }).values()
        others.push(other!)
        await other!.ready()
        return Object.assign(other!, { url: urlOf(port) })
      },
      stop,
      [Symbol.asyncDispose]: stop
    }
    return system
  } catch (error) {
    await stop()
    throw error
  }
}

const canSeed = (names: readonly Service[]) => names.includes('inbox-gateway') && names.includes('directory')

const newCredentials = (): DemoCredentials => ({
  admin: { email: 'admin@demo.example', password: newPassword() },
  passwords: {},
  apiKeys: {},
  whatsapp: {},
  mailboxes: ''
})

async function seed(urls: Record<Service, string>, credentials: DemoCredentials): Promise<DemoData> {
  const demo = await seedDemo(urls['inbox-gateway'], credentials)
  await awaitEffect({ gateway: urls['inbox-gateway'], ingest: urls['channel-ingest'] }, demo)
  return demo
}

function supervisedOf(running: Map<Service, Supervised>, name: Service): Supervised {
  const service = running.get(name)
  if (!service) throw new Error(`${name} is not part of this system`)
  return service
}

const printingLogs =
  (running: Map<Service, Supervised>) =>
  async <Value>(body: () => Promise<Value>): Promise<Value> => {
    try {
      return await body()
    } catch (error) {
      for (const [name, service] of running)
        console.error([`── ${name}`, ...service.output().slice(-30).map(inSources)].join('\n  | '))
      throw error
    }
  }

async function freePorts(): Promise<Record<Service, number>> {
  const entries = await Promise.all(serviceNames.map(async name => [name, await freePort()]))
  return Object.fromEntries(entries)
}

const dropDatabase = (stores: Isolated, service: Service) =>
  mongoCommand(stores.mongodbUrl, `${stores.database}_${service}`, { dropDatabase: 1 }).catch(() => undefined)
