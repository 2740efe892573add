import type { Envelope } from '@inbox/contracts'
import { failPoint, pause, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib'
import { type Connection, keepChannel } from './connection.ts'
import type { Order } from './define-consumer.ts'
import { type Aside, decideFate, isLast, type Outcome, outcomeOf, reasonOf } from './failure-table.ts'
import type { Handler } from './handler.ts'
import type { KeptOpen } from './keep-open.ts'
import { createLanes } from './lanes.ts'
import { attemptsBefore, type Delivery, decode } from './message-format.ts'
import { consumed, handlingSeconds, retried } from './metrics.ts'

/** What to consume and how. */
export interface ConsumptionPlan {
  name: string
  handlers: readonly Handler[]
  prefetch: number
  order: Order
  /** Declares what to consume; resolves with the name of the broker queue. */
  declare: (channel: Channel) => Promise<string>
  /** Puts a message aside that `attempt` did not settle; it is acknowledged afterwards. */
  divert: (message: ConsumeMessage, aside: Aside, attempt: number, outcome: Outcome) => Promise<void>
}

/** A message on the channel it came by; `gone` aborts when settling it has become impossible or unwanted. */
interface InHand {
  message: ConsumeMessage
  channel: Channel
  gone: AbortSignal
  logger: Logger
}

/**
 * Consumes as its plan says, through any number of lost connections and deleted broker queues. Disposing finishes the
 * running handlers, then closes the channel; never cancels, because that reorders what is unacknowledged.
 */
export class Consumption implements AsyncDisposable {
  readonly channel: KeptOpen<Channel>
  readonly #plan: ConsumptionPlan
  readonly #handlers: ReadonlyMap<string, Handler>
  readonly #inLane = createLanes()
  readonly #stop = new AbortController()
  readonly #inHand = new Set<Promise<void>>()

  constructor(plan: ConsumptionPlan, connection: Connection, parentLogger: Logger) {
    const logger = parentLogger.child({ consumer: plan.name })
    const create = (model: ChannelModel) => model.createChannel()
    const setup = async (channel: Channel, ended: AbortSignal) => {
      const gone = AbortSignal.any([this.#stop.signal, ended])
      await channel.prefetch(plan.prefetch)
      await channel.consume(await plan.declare(channel), message => {
        if (message) this.#receive({ message, channel, gone, logger })
        // The broker queue was deleted: a new channel declares it again.
        else channel.close().catch(() => undefined)
      })
    }
    this.#plan = plan
    this.#handlers = new Map(plan.handlers.map(handler => [handler.type.type, handler]))
    this.channel = keepChannel(connection, plan.name, { create, setup }, logger)
  }

  /** Messages in hand. */
  get handling(): number {
    return this.#inHand.size
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#inHand)
    await this.channel[Symbol.asyncDispose]()
  }

  #receive(held: InHand): void {
    // What comes after the stop goes back to the broker, in order, when the channel closes.
    if (this.#stop.signal.aborted) return
    const work = this.#take(held)
      .catch(error =>
        held.logger[held.gone.aborted ? 'debug' : 'error']({ err: error }, 'a message was left unsettled')
      )
      .finally(() => this.#inHand.delete(work))
    this.#inHand.add(work)
  }

  async #take(held: InHand): Promise<void> {
    const decoded = decode(held.message, this.#handlers)
    if (!decoded.ok) return void (await this.#settle(held, { kind: 'malformed', error: decoded.error }, 1))
    const work = () => this.#handle(held, decoded.value)
    await (this.#plan.order === 'kept' ? this.#inLane(decoded.value.envelope.key, work) : work())
  }

  async #handle(held: InHand, { handler, envelope }: Delivery): Promise<void> {
    const { message, gone } = held
    for (let attempt = attemptsBefore(message) + 1; !gone.aborted; attempt++) {
      const redelivered = message.fields.redelivered || attempt > 1
      const endTimer = handlingSeconds.startTimer({ consumer: this.#plan.name })
      const last = isLast(attempt, this.#plan.order)
      const outcome = await outcomeOf(() => handler.handle(envelope, { redelivered, attempt, last, gone }))
      endTimer()
      failPoint('consume.afterHandle')
      if (await this.#settle(held, outcome, attempt, envelope)) return
    }
  }

  /** Does to the message what the failure table says; resolves with false when it must be tried again here. */
  async #settle(held: InHand, outcome: Outcome, attempt: number, envelope?: Envelope): Promise<boolean> {
    const { name, order, divert } = this.#plan
    const { fate, level } = decideFate(outcome, attempt, order)
    const about = { ...(envelope && fieldsOf(envelope)), ...('error' in outcome && { err: outcome.error }) }
    held.logger[level]({ ...about, attempt, fate: fate.settle, outcome: outcome.kind }, reasonOf(outcome))
    consumed.inc({ consumer: name, outcome: outcome.kind })
    if ('tier' in fate) retried.inc({ consumer: name, tier: fate.tier.name })
    if (fate.settle === 'hold') {
      await pause(fate.tier.waitMs, held.gone)
      return false
    }
    if (fate.settle !== 'acknowledge') {
      await untilDone(() => divert(held.message, fate, attempt, outcome), { signal: held.gone })
      failPoint('consume.afterDivert')
    }
    acknowledge(held)
    return true
  }
}

function acknowledge({ channel, message }: InHand): void {
  try {
    channel.ack(message)
  } catch {
    // The channel is gone; the message comes again and its effect is already there.
  }
}

const fieldsOf = ({ id, type, key, correlationId }: Envelope) => ({ messageId: id, type, key, correlationId })
