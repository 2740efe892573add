import type { Envelope } from '@inbox/contracts'
import { failPoint, pause, serially, untilDone } from '@inbox/runtime'
import { inSpan, type Logger } from '@inbox/telemetry'
import type { Channel, ConsumeMessage } from 'amqplib'
import type { ConsumptionPlan } from './consumption-plan.ts'
import { decideFate, isLast, type Outcome, outcomeOf, reasonOf } from './failure-table.ts'
import type { Handled, Handler } from './handler.ts'
import { atMost } from './keep-open.ts'
import { attemptsBefore, type Delivery, decode, traceOf, UnsupportedSchema } from './message-format.ts'
import { consumed, handlingSeconds, retried } from './metrics.ts'

/** How many attempts at a message have failed, and when it is due again, in ms of `performance.now()`. */
export interface Holding {
  attempts: number
  dueAt: number
}

/** A message with its channel; `gone` aborts when settling it has become impossible or unwanted. */
export interface InHand {
  message: ConsumeMessage
  channel: Channel
  gone: AbortSignal
  /** What this process did with it before it was redelivered. */
  before?: Holding | undefined
  /** Called when an attempt failed and the message stays in hand. */
  onHold: (holding: Holding) => void
  /** Set if processes died while it was in hand: how to handle it alone, and the reason if it is not handled at all. */
  suspect?:
    | {
        alone: (work: (isRivalled: boolean) => Promise<void>) => Promise<void>
        verdict: (isRivalled: boolean) => Error | undefined
      }
    | undefined
  logger: Logger
}

/** Handles messages as their plan says, and settles them according to the failure table. */
export class Handling {
  readonly #plan: ConsumptionPlan
  readonly #handlers: ReadonlyMap<string, Handler>
  readonly #oneByOne = serially()
  #hanging = 0

  constructor(plan: ConsumptionPlan) {
    this.#plan = plan
    this.#handlers = new Map(plan.handlers.map(handler => [handler.type.type, handler]))
  }

  /** Handlers that have overrun their time and are still running. */
  get hanging(): number {
    return this.#hanging
  }

  /** Resolves with whether the message was settled; otherwise it is redelivered. */
  async take(held: InHand): Promise<boolean> {
    const handle = (delivery: Delivery) => this.#handle(held, delivery)
    if (this.#plan.order === 'any') return this.#inTurn(held, () => this.#read(held, handle))
    return this.#read(held, delivery =>
      this.#oneByOne(delivery.envelope.key, () => this.#inTurn(held, () => handle(delivery)))
    )
  }

  async #read(held: InHand, act: (delivery: Delivery) => Promise<boolean>): Promise<boolean> {
    const decoded = decode(held.message, this.#handlers, this.#plan.maxBytes)
    if (decoded.ok) return act(decoded.value)
    const kind = decoded.error instanceof UnsupportedSchema ? 'unsupported' : 'malformed'
    return this.#settle(held, { kind, error: decoded.error }, 1)
  }

  /** Handles suspects one by one, while nothing else is in hand, and all others concurrently. */
  async #inTurn(held: InHand, work: () => Promise<boolean>): Promise<boolean> {
    const { suspect, gone, message } = held
    if (!suspect) return work()
    let settled = false
    await suspect.alone(async isRivalled => {
      if (gone.aborted) return
      const error = suspect.verdict(isRivalled)
      const attempt = attemptsBefore(message) + 1
      settled = await (error ? this.#settle(held, { kind: 'defect', error }, attempt) : work())
    })
    return settled
  }

  async #handle(held: InHand, { handler, envelope }: Delivery): Promise<boolean> {
    const { message, gone, before } = held
    if (before) await pause(Math.max(0, before.dueAt - performance.now()), gone)
    const triedBefore = Math.max(before?.attempts ?? 0, attemptsBefore(message))
    for (let attempt = triedBefore + 1; !gone.aborted; attempt++) {
      const redelivered = message.fields.redelivered || attempt > 1
      const endTimer = handlingSeconds.startTimer({ consumer: this.#plan.name })
      const last = isLast(attempt, this.#plan.order)
      const handle = () => handler.handle(envelope, { redelivered, attempt, last, gone })
      const outcome = await this.#traced(held, envelope, () => outcomeOf(() => this.#inTime(handle, held, envelope)))
      endTimer()
      failPoint('consume.afterHandle')
      if (await this.#settle(held, outcome, attempt, envelope)) return true
    }
    return false
  }

  /** Each attempt belongs to the publisher's trace. */
  #traced({ message }: InHand, envelope: Envelope, attempt: () => Promise<Outcome>): Promise<Outcome> {
    const attributes = () => ({
      'messaging.system': 'rabbitmq',
      'messaging.operation.name': 'consume',
      'messaging.operation.type': 'process',
      'messaging.destination.name': this.#plan.name,
      'messaging.message.id': envelope.id,
      'messaging.message.conversation_id': envelope.correlationId
    })
    const parent = traceOf(message)
    return inSpan(`process ${envelope.type}`, { kind: 'consumer', attributes, parent }, async span => {
      const outcome = await attempt()
      span.note({ 'inbox.outcome': outcome.kind })
      if ('error' in outcome) span.fail(outcome.kind)
      return outcome
    })
  }

  /** Gives up on a hanging handler as retryable, so that its message need not wait; a late end is harmless. */
  async #inTime(handle: () => Handled, { logger }: InHand, envelope: Envelope): Promise<Awaited<Handled>> {
    const { handleWithinMs } = this.#plan
    if (handleWithinMs === Infinity) return handle()
    const work: Promise<Awaited<Handled>> = handle()
    let ended = false
    const end = () => {
      ended = true
    }
    work.then(end, end)
    try {
      return await atMost(handleWithinMs, work)
    } catch (error) {
      if (ended) throw error
      logger.error(
        { ...fieldsOf(envelope), handleWithinMs },
        'a handler is hanging; returning its message to the broker'
      )
      this.#hanging += 1
      const goOn = () => {
        this.#hanging -= 1
      }
      work.then(goOn, goOn)
      throw error
    }
  }

  /** Settles the message according to the failure table; resolves with false if it must be retried here. */
  async #settle(held: InHand, outcome: Outcome, attempt: number, envelope?: Envelope): Promise<boolean> {
    const { name, order, divert } = this.#plan
    const { fate, level } = decideFate(outcome, attempt, order)
    const about = { ...(envelope && fieldsOf(envelope)), ...('error' in outcome && { err: outcome.error }) }
    held.logger[level]({ ...about, attempt, fate: fate.settle, outcome: outcome.kind }, reasonOf(outcome))
    consumed.inc({ consumer: name, outcome: outcome.kind })
    if ('tier' in fate) retried.inc({ consumer: name, tier: fate.tier.name })
    if (fate.settle === 'hold') {
      held.onHold({ attempts: attempt, dueAt: performance.now() + fate.tier.waitMs })
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
    // The channel is gone; the message is redelivered, and its effect is already there.
  }
}

const fieldsOf = ({ id, type, key, correlationId }: Envelope) => ({ messageId: id, type, key, correlationId })
