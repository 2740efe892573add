import { parseArgs } from 'node:util'
import { readEnvironment } from '@inbox/runtime'
import { z } from 'zod'
import { dropParked, eachParked, type ParkedMessage, replayParked, showParked } from './parking.ts'

const USAGE = `Messages that no consumer could handle are parked. RABBITMQ_URL selects the broker.

  parking list [--limit 100]         all, or the oldest; one JSON line each: id, origin, reason, body
  parking show <id>                  one message, with its body formatted
  parking replay --all | <id>…       return messages to the broker queues they came from
  parking drop <id>…                 delete messages for good
  parking drop --older-than <days>   delete all messages sent more than so many days ago
`

const DAY_MS = 86_400_000

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

/** The operators' command for parked messages; returns the exit code: 0, 1 for no such message, 2 for bad usage. */
export async function parkingCommand(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { limit: { type: 'string' }, all: { type: 'boolean', default: false }, 'older-than': { type: 'string' } }
  })
  const [verb, ...ids] = positionals
  const olderThan = values['older-than']
  const limit = values.limit === undefined ? Infinity : Number(values.limit)
  if (!isComplete(verb, ids, values.all, olderThan) || !(limit >= 0)) {
    process.stderr.write(USAGE)
    return 2
  }
  const { RABBITMQ_URL: url } = readEnvironment({ RABBITMQ_URL: z.string().min(1) })
  if (verb === 'list') {
    const more = await eachParked(url, print, { limit })
    if (more > 0) process.stderr.write(`and ${more} more\n`)
  }
  if (verb === 'show') return show(url, ids[0]!)
  if (verb === 'replay') print(await replayParked(url, values.all ? 'all' : ids))
  if (verb === 'drop') print({ dropped: await dropParked(url, olderThan === undefined ? ids : isOlderThan(olderThan)) })
  return 0
}

function isOlderThan(days: string): (some: readonly ParkedMessage[]) => ParkedMessage[] {
  const before = new Date(Date.now() - Number(days) * DAY_MS)
  return some => some.filter(({ publishedAt }) => publishedAt !== undefined && publishedAt < before)
}

const isComplete = (verb: string | undefined, ids: string[], all: boolean, days: string | undefined): boolean =>
  verb === 'list' ||
  (verb === 'show' && ids.length === 1) ||
  (verb === 'replay' && (all || ids.length > 0)) ||
  (verb === 'drop' && (days === undefined ? ids.length > 0 : ids.length === 0 && Number(days) > 0))

async function show(url: string, id: string): Promise<number> {
  const parked = await showParked(url, id)
  if (!parked) {
    process.stderr.write(`no parked message has the id ${id}\n`)
    return 1
  }
  process.stdout.write(`${JSON.stringify({ ...parked, body: laidOut(parked.body) }, undefined, 2)}\n`)
  return 0
}

function laidOut(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
