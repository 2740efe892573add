import { parseArgs } from 'node:util'
import { type Delivery, operateDeliveries } from '@inbox/delivery'
import { mongoConfig, readEnvironment } from '@inbox/runtime'
import { connectMongo, startDatabaseClock } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import type { DeliveryEnvelope } from '../../services/channel-adapters/src/domain/delivery.ts'
import { entriesOf } from '../../services/channel-adapters/src/outbound/reports.ts'

const USAGE = `Agents' answers on their way to the providers of their channels. MONGODB_URL (and MONGODB_DATABASE_PREFIX) select the database.

  deliveries list [--channel <id>] [--limit 100]   deliveries that are not over, oldest first; one JSON line each
  deliveries retry <id>… | --channel <id>          retry waiting deliveries now; those of a disconnected channel, once the channel is saved again
  deliveries drop <id>… | --channel <id>           give up waiting deliveries: their agents see that the messages were not sent
`

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

/** What operators can do with deliveries; resolves with the exit code. */
export async function deliveriesCommand(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { channel: { type: 'string' }, limit: { type: 'string', default: '100' } }
  })
  const [verb, ...ids] = positionals
  const limit = Number(values.limit)
  const { channel } = values
  const which = channel !== undefined && ids.length === 0 ? { target: channel } : ids
  const some = channel === undefined ? ids.length > 0 : ids.length === 0
  const complete = verb === 'list' || ((verb === 'retry' || verb === 'drop') && some)
  if (!complete || !(Number.isInteger(limit) && limit > 0)) {
    process.stderr.write(USAGE)
    return 2
  }
  const { MONGODB_URL: url, MONGODB_DATABASE_PREFIX: prefix } = readEnvironment(mongoConfig)
  const logger = createLogger('ops', 'silent')
  await using mongo = await connectMongo({ url, database: `${prefix}_channel_adapters`, logger })
  await using clock = await startDatabaseClock(mongo, logger)
  const operator = operateDeliveries(mongo.collection<Delivery<DeliveryEnvelope>>('deliveries'), entriesOf, clock)
  if (verb === 'list') for (const each of await operator.list({ target: channel, limit })) print(shown(each))
  if (verb === 'retry') print({ retried: await operator.retry(which) })
  if (verb === 'drop') print({ dropped: await operator.drop(which) })
  return 0
}

/** A delivery without its content and receiver. */
const shown = ({
  _id,
  target,
  kind,
  line,
  state,
  attempts,
  error,
  requestedAt,
  dueAt,
  until
}: Delivery<DeliveryEnvelope>) => ({
  ...{ id: _id, channelId: target, kind, conversationId: line, state, attempts, error },
  ...{ requestedAt, dueAt, until }
})
