import { mongoConfig, readEnvironment } from '@inbox/runtime'
import { connectMongo, type Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'

/** The databases of all services that have one. */
export const DATABASES = [
  ...(['queue', 'directory', 'session_expiry', 'channel_adapters', 'media'] as const),
  ...(['presence', 'distribution'] as const)
]
export type DatabaseName = (typeof DATABASES)[number]

/** Long enough to look at every document of a large collection. */
const CALL_MS = 600_000

/** The services' databases, by default as named by MONGODB_URL and MONGODB_DATABASE_PREFIX; connected on demand. */
export interface Databases extends AsyncDisposable {
  get(name: DatabaseName): Promise<Mongo>
}

export function openDatabases(environment?: { MONGODB_URL: string; MONGODB_DATABASE_PREFIX: string }): Databases {
  const { MONGODB_URL: url, MONGODB_DATABASE_PREFIX: prefix } = environment ?? readEnvironment(mongoConfig)
  const logger = createLogger('ops', 'silent')
  const stack = new AsyncDisposableStack()
  const connected = new Map<DatabaseName, Promise<Mongo>>()
  const connect = async (name: DatabaseName) =>
    stack.use(await connectMongo({ url, database: `${prefix}_${name}`, logger, callMs: CALL_MS }))
  return {
    get(name) {
      const known = connected.get(name) ?? connect(name)
      connected.set(name, known)
      return known
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync()
  }
}
