import { resolve } from 'node:path'

export type Config = { port: number; dataDir: string | null; slowMs: number; memoryLimitMb: number }

/** Reads the environment. Throws with the variable's name on a wrong value, and in production. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  if (environment.NODE_ENV === 'production') {
    throw new Error(
      'NODE_ENV=production: the embedded database is for development and tests only. Set MONGODB_URL to a real MongoDB.'
    )
  }
  const dataDir = environment.EMBEDDED_MONGO_DATA_DIR
  return {
    port: whole(environment, 'EMBEDDED_MONGO_PORT', 27017),
    dataDir: dataDir ? resolve(dataDir) : null,
    slowMs: whole(environment, 'EMBEDDED_MONGO_SLOW_MS', 100),
    memoryLimitMb: whole(environment, 'EMBEDDED_MONGO_MEMORY_LIMIT_MB', 1024)
  }
}

function whole(environment: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = environment[name]
  if (text === undefined || text === '') return fallback
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} must be a whole number, not '${text}'`)
  return Number(text)
}
