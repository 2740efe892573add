import { event } from '@inbox/contracts'
import { Retryable } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { z } from 'zod'
import { connectBroker, defineConsumer, on } from '../src/index.ts'

/** A process that consumes and fails, so that a fail point can kill it. Arguments: url, consumer name, type. */
process.stdin.resume().once('end', () => process.exit())
const [url, name, type] = process.argv.slice(2) as [string, string, string]
const tested = event('queue', type, z.object({ n: z.number() }), { summary: 'for a test' })
const broker = connectBroker({ url, service: 'queue', publishes: [], logger: createLogger('dying', 'silent') })
const failing = on(tested, async () => {
  throw new Retryable('always')
})
broker.consume(defineConsumer({ name, prefetch: 10, handlers: [failing] }))
await broker.whenReady()
process.stdout.write('ready\n')
