import type { Envelope } from '@inbox/contracts'
import { failPoint, pause, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Channel, ConsumeMessage } from 'amqplib'
import { type Connection, keepChannel } from './connection.ts'
import type { Order } from './define-consumer.ts'
import { type Aside, decideFate, type Outcome, outcomeOf, reasonOf } from './failure-table.ts'
import type { Handler } from './handler.ts'
import type { KeptOpen } from './keep-open.ts'
import { createLanes } from './lanes.ts'
import { type Delivery, decode } from './message-format.ts'
import { consumed, handlingSeconds, retried } from './metrics.ts'

export interface ConsumptionPlan {
  name: string
  handlers: readonly Handler[]
  prefetch: number
  order: Order
  /** Declares what to consume; resolves with the name of the broker queue. */
  declare: (channel: Channel) => Promise<string>
  /** Puts a message aside that this attempt did not settle; it is acknowledged afterwards. */
  divert: (message: ConsumeMessage, aside: Aside, why: Diversion) => Promise<void>
}

export interface Diversion {
  attempt: number
  outcome: Outcome
}

/** A running consumer; disposing finishes the running handlers, then closes the channel. */
export interface Consumption extends AsyncDisposable {
  channel: KeptOpen<Channel>
  /** Messages in hand. */
  handling(): number
}

/** A message on the channel it came by; `gone` aborts when settling it has become impossible or unwanted. */
interface InHand {
  message: ConsumeMessage
  amqpChannel: Channel
  gone: AbortSignal
  logger: Logger
}

export const ATTEMPT_HEADER = 'x-attempt'

/** Consumes as `plan` says, through any number of lost connections and deleted broker queues. */
export function consumeBy(plan: ConsumptionPlan, connection: Connection, parentLogger: Logger): Consumption {
  const handlers = new Map(plan.handlers.map(handler => [handler.type.type, handler]))
  const logger = parentLogger.child({ consumer: plan.name })
  const inLane = createLanes()
  const stop = new AbortController()
  const inHand = new Set<Promise<void>>()

  const receive = (held: InHand) => {
    // What comes after the stop goes back to the broker, in order, when the channel closes.
    if (stop.signal.aborted) return
    const work = take(plan, handlers, held, inLane)
      .catch(error => logger[held.gone.aborted ? 'debug' : 'error']({ err: error }, 'a message was left unsettled'))
      .finally(() => inHand.delete(work))
    inHand.add(work)
  }
  const channel = keepChannel(
    connection,
    plan.name,
    {
      create: model => model.createChannel(),
      setup: async (amqpChannel, ended) => {
        const gone = AbortSignal.any([stop.signal, ended])
        await amqpChannel.prefetch(plan.prefetch)
        await amqpChannel.consume(await plan.declare(amqpChannel), message => {
          if (message) receive({ message, amqpChannel, gone, logger })
          // The broker queue was deleted: a new channel declares it again.
          else amqpChannel.close().catch(() => undefined)
        })
      }
    },
    logger
  )

  return {
    channel,
    handling: () => inHand.size,
    async [Symbol.asyncDispose]() {
      stop.abort()
      await Promise.all(inHand)
      await channel[Symbol.asyncDispose]()
    }
  }
}

async function take(
  plan: ConsumptionPlan,
  handlers: ReadonlyMap<string, Handler>,
  held: InHand,
  inLane: ReturnType<typeof createLanes>
): Promise<void> {
  const decoded = decode(held.message, handlers)
  if (!decoded.ok) return void (await settle(plan, held, { kind: 'malformed', error: decoded.error }, 1))
  const delivery = decoded.value
  const logger = held.logger.child(fieldsOf(delivery.envelope))
  const work = () => handleUntilSettled(plan, { ...held, logger }, delivery)
  await (plan.order === 'kept' ? inLane(delivery.envelope.key, work) : work())
}

async function handleUntilSettled(plan: ConsumptionPlan, held: InHand, { handler, envelope }: Delivery): Promise<void> {
  const before = Number(held.message.properties.headers?.[ATTEMPT_HEADER] ?? 0)
  for (let attempt = before + 1; !held.gone.aborted; attempt++) {
    const redelivered = held.message.fields.redelivered || attempt > 1
    const endTimer = handlingSeconds.startTimer({ consumer: plan.name })
    const outcome = await outcomeOf(() => handler.handle(envelope, { redelivered, attempt, logger: held.logger }))
    endTimer()
    failPoint('consume.afterHandle')
    if (await settle(plan, held, outcome, attempt)) return
  }
}

/** Does to the message what the failure table says; resolves with false when it must be tried again here. */
async function settle(plan: ConsumptionPlan, held: InHand, outcome: Outcome, attempt: number): Promise<boolean> {
  const { fate, level } = decideFate(outcome, attempt, plan.order)
  consumed.inc({ consumer: plan.name, outcome: outcome.kind })
  const err = 'error' in outcome ? { err: outcome.error } : {}
  held.logger[level]({ ...err, attempt, fate: fate.settle, outcome: outcome.kind }, reasonOf(outcome))
  if ('tier' in fate) retried.inc({ consumer: plan.name, tier: fate.tier.name })
  if (fate.settle === 'hold') {
    await pause(fate.tier.waitMs, held.gone)
    return false
  }
  if (fate.settle !== 'acknowledge') {
    await untilDone(() => plan.divert(held.message, fate, { attempt, outcome }), { signal: held.gone })
    failPoint('consume.afterDivert')
  }
  acknowledge(held)
  return true
}

function acknowledge({ amqpChannel, message }: InHand): void {
  try {
    amqpChannel.ack(message)
  } catch {
    // The channel is gone; the message comes again and its effect is already there.
  }
}

const fieldsOf = ({ id, type, key, correlationId }: Envelope) => ({ messageId: id, type, key, correlationId })
