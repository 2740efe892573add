import { setFlagsFromString } from 'node:v8'
import { readConfig } from './config.ts'
import { startEmbeddedMongo } from './start.ts'

function stop(error: unknown): never {
  console.error(error instanceof Error ? `embedded-mongo: ${error.message}` : error)
  if (error instanceof Error && error.cause) console.error(error.cause)
  process.exit(1)
}

try {
  const config = readConfig(process.env)
  const where = config.dataDir ?? 'memory only'
  console.error(`embedded-mongo: a small stand-in for MongoDB, for development and tests only (data: ${where})`)
  const server = await startEmbeddedMongo({
    ...config,
    log: line => console.error(`embedded-mongo: ${line}`),
    onFailure: stop
  })
  // From here on, collect garbage before it grows the process by a third: memory is scarce; it costs 10 % more time.
  setFlagsFromString('--heap-growing-percent=30')
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      server.close().then(() => process.exit(0), stop)
    })
  }
  console.log(`listening ${server.uri}`)
} catch (error) {
  stop(error)
}
