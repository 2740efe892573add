import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { exchangeOf, type MessageType } from '@inbox/contracts'
import { coalesceWrites } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { type ConfirmChannel, connect, type GetMessage } from 'amqplib'

/** As many as a service has in flight at once. */
export const ON_THEIR_WAY = 300

/** Publishes one message repeatedly, without any overhead. */
export interface RawPublisher extends AsyncDisposable {
  /** The message: its body, and the properties with which it was published. */
  sample: Pick<GetMessage, 'content' | 'properties'>
  /** How many of `count` messages the broker confirmed per second. */
  publish(count: number): Promise<number>
  empty(amqpQueue: string): Promise<unknown>
}

/**
 * Captures a message of `type` that `cause` makes a service publish, and republishes it unchanged: same exchange,
 * properties and bytes, so the broker routes and writes the same into the same broker queue as for the service.
 */
export async function openRawPublisher(
  url: string,
  type: MessageType,
  cause: () => Promise<unknown>
): Promise<RawPublisher> {
  const model = await connect(url, { noDelay: true })
  coalesceWrites((model.connection as unknown as { stream: Duplex }).stream)
  const channel = await model.createConfirmChannel()
  const { content, properties } = await sampleOf(channel, type, cause)
  return {
    sample: { content, properties },
    async publish(count) {
      let flying = 0
      const begun = performance.now()
      for (let sent = 0; sent < count; sent++) {
        if (flying >= ON_THEIR_WAY) await once(channel, 'room')
        flying += 1
        const options = { ...properties, mandatory: type.mandatory }
        channel.publish(exchangeOf(type), type.type, content, options, () => {
          flying -= 1
          channel.emit('room')
        })
      }
      await channel.waitForConfirms()
      return count / ((performance.now() - begun) / 1000)
    },
    empty: amqpQueue => channel.purgeQueue(amqpQueue),
    [Symbol.asyncDispose]: () => model.close()
  }
}

/** Publishes events at a rate, without any overhead. */
export async function openEventPublisher(url: string) {
  const model = await connect(url, { noDelay: true })
  coalesceWrites((model.connection as unknown as { stream: Duplex }).stream)
  const channel = await model.createConfirmChannel()
  let published = 0
  return {
    /** Resolves once the broker has confirmed `rate * seconds` of them. */
    async publish(rate: number, seconds: number, nth: (n: number) => { type: MessageType; body: Buffer }) {
      const begun = performance.now()
      for (let n = 0; n < rate * seconds; n++) {
        const { type, body } = nth(n)
        // as services name them
        const named = {
          messageId: `event-${++published}`,
          type: type.type,
          correlationId: `conversation-${n}`,
          appId: 'queue'
        }
        channel.publish(exchangeOf(type), type.type, body, {
          ...named,
          contentType: 'application/json',
          persistent: true
        })
        const early = begun + (n * 1000) / rate - performance.now()
        if (early > 1) await sleep(early)
      }
      await channel.waitForConfirms()
    },
    [Symbol.asyncDispose]: () => model.close()
  }
}

async function sampleOf(channel: ConfirmChannel, type: MessageType, cause: () => Promise<unknown>) {
  const { queue: amqpQueue } = await channel.assertQueue('', { exclusive: true })
  await channel.bindQueue(amqpQueue, exchangeOf(type), type.type)
  await cause()
  let sample: GetMessage | false = false
  await waitFor(async () => {
    sample = await channel.get(amqpQueue, { noAck: true })
    return sample !== false
  })
  await channel.deleteQueue(amqpQueue)
  return sample as unknown as GetMessage
}
