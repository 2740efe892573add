import { Retryable } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { Channel, ConfirmChannel } from 'amqplib'
import { type Connection, keepChannel } from './connection.ts'
import type { KeptOpen } from './keep-open.ts'
import type { Outgoing } from './message-format.ts'
import { confirmSeconds, published, unconfirmed } from './metrics.ts'

export interface Publisher {
  /**
   * Resolves when the broker has taken the message into its care; rejects with Retryable in every other case, always
   * within the time for confirms. A rejected message may have arrived all the same.
   */
  send(message: Outgoing): Promise<void>
  /** Messages that wait for their confirm or for room in the window. */
  waiting(): number
  channel: KeptOpen<ConfirmChannel>
}

export interface PublisherOptions {
  connection: Connection
  declare: (channel: Channel) => Promise<unknown>
  window: number
  confirmTimeoutMs: number
  logger: Logger
}

interface Flight {
  message: Outgoing
  settle: (refusal?: string) => void
  settled: boolean
  returned: boolean
}

/** One confirm channel; at most `window` messages are on their way at once, the others wait in order. */
export function openPublisher({ connection, declare, window, confirmTimeoutMs, logger }: PublisherOptions): Publisher {
  const flying = new Set<Flight>()
  const grounded: Flight[] = []
  const channel = keepChannel(
    connection,
    'publish',
    {
      create: model => model.createConfirmChannel(),
      setup: amqpChannel => {
        // A return has no tag; it names the message and comes before the confirm.
        amqpChannel.on('return', ({ properties }) => {
          for (const flight of flying) {
            if (flight.message.properties.messageId === properties.messageId) flight.returned = true
          }
        })
        return declare(amqpChannel)
      }
    },
    logger
  )

  const takeOff = (flight: Flight) => {
    const amqpChannel = channel.current()?.value
    if (!amqpChannel) return flight.settle('no connection to the broker')
    const { exchange, routingKey, body, properties } = flight.message
    flying.add(flight)
    try {
      amqpChannel.publish(exchange, routingKey, body, properties, (error: Error | null) => {
        flying.delete(flight)
        flight.settle(error ? error.message : flight.returned ? `nobody takes ${routingKey}` : undefined)
        takeOffAll()
      })
    } catch (error) {
      flying.delete(flight)
      flight.settle((error as Error).message)
    }
  }
  const takeOffAll = () => {
    while (grounded[0] && (grounded[0].settled || flying.size < window)) {
      const next = grounded.shift()!
      if (!next.settled) takeOff(next)
    }
  }

  return {
    channel,
    waiting: () => flying.size + grounded.length,
    send: message =>
      new Promise((resolve, reject) => {
        const startedAt = performance.now()
        const flight: Flight = {
          message,
          settled: false,
          returned: false,
          settle(refusal) {
            if (flight.settled) return
            flight.settled = true
            clearTimeout(timer)
            unconfirmed.dec()
            published.inc({ outcome: refusal ? 'refused' : 'confirmed' })
            if (refusal) return reject(new Retryable(`not published: ${refusal}`))
            confirmSeconds.observe((performance.now() - startedAt) / 1000)
            resolve()
          }
        }
        const timer = setTimeout(() => {
          flight.settle(`no confirm within ${confirmTimeoutMs} ms`)
          takeOffAll()
        }, confirmTimeoutMs)
        unconfirmed.inc()
        grounded.push(flight)
        takeOffAll()
      })
  }
}
