import { event } from '@inbox/contracts'
import { createLogger } from '@inbox/telemetry'
import { z } from 'zod'
import { connectBroker, defineConsumer, on } from '../src/index.ts'

/**
 * A separate process that some messages kill. Arguments: url, type, deadly numbers, consumer names (`name:kept` keeps
 * the order, and parks after ten deaths). Reports each message it has handled.
 */
process.stdin.resume().once('end', () => process.exit())
const [url, name, deadly, ...consumers] = process.argv.slice(2) as [string, string, string, ...string[]]
const type = event('queue', name, z.object({ n: z.number() }), { summary: 'for a test' })
const broker = connectBroker({ url, service: 'queue', publishes: [], logger: createLogger('mortal', 'silent') })
const kills = new Set(deadly.split(',').map(Number))
for (const given of consumers) {
  const [consumer, kept] = given.split(':') as [string, string?]
  const handler = on(type, async ({ data }) => {
    await new Promise(resolve => setTimeout(resolve, 5))
    // only the first consumer is affected
    if (given === consumers[0] && kills.has(data.n)) process.kill(process.pid, 'SIGKILL')
    process.stdout.write(`${consumer} ${data.n}\n`)
  })
  const about = kept ? { order: 'kept' as const, deliveryLimit: 1 } : { deliveryLimit: 8 }
  broker.consume(defineConsumer({ name: consumer, prefetch: 100, ...about, handlers: [handler] }))
}
