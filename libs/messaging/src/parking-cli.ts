import { parseArgs } from 'node:util'
import { readEnvironment } from '@inbox/runtime'
import { z } from 'zod'
import { dropParked, eachParked, replayParked } from './parking.ts'

const USAGE = `Messages that no consumer could handle wait in parking. RABBITMQ_URL names the broker.

  parking-cli list [--limit 100]     all, or the oldest; one JSON line each: id, origin, reason, body
  parking-cli replay --all | <id>…   back to where they came from
  parking-cli drop <id>…             gone for good
`

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { limit: { type: 'string' }, all: { type: 'boolean', default: false } }
  })
  const [verb, ...ids] = positionals
  const limit = values.limit === undefined ? Infinity : Number(values.limit)
  if (!isComplete(verb, ids, values.all) || !(limit >= 0)) {
    process.stderr.write(USAGE)
    process.exitCode = 2
    return
  }
  const { RABBITMQ_URL: url } = readEnvironment({ RABBITMQ_URL: z.string().min(1) })
  if (verb === 'list') {
    const more = await eachParked(url, print, { limit })
    if (more > 0) process.stderr.write(`and ${more} more\n`)
  }
  if (verb === 'replay') print(await replayParked(url, values.all ? 'all' : ids))
  if (verb === 'drop') print({ dropped: await dropParked(url, ids) })
}

const isComplete = (verb: string | undefined, ids: string[], all: boolean): boolean =>
  verb === 'list' || (verb === 'replay' && (all || ids.length > 0)) || (verb === 'drop' && ids.length > 0)

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
