import { setTimeout as sleep } from 'node:timers/promises'
import type { ChannelModel, ConfirmChannel } from 'amqplib'
import { connectOnce } from './connection.ts'
import { forwarded } from './message-format.ts'
import { retryTiers } from './topology.ts'

export interface QueueBinding {
  source: string
  routing_key: string
}

/** What AMQP cannot tell us. */
export interface QueueManagement {
  bindingsOf(queue: string): Promise<QueueBinding[]>
  /** How many messages are waiting or in hand; may be some seconds old. */
  messagesIn(queue: string): Promise<number>
}

/** The broker updates its message counts every 5 s. */
const TOLD_MS = 6000
const EVERY_MS = 500
const PATIENCE_MS = 150_000

const holdingOf = (queue: string) => `${queue}.renewing`

/**
 * Deletes a broker queue whose arguments have changed, for its service to redeclare, without losing anything: another
 * queue holds what is published meanwhile. Resolves with how many messages were held. Throws if consumers do not finish
 * or do not redeclare it; it may then be run again, as it may after being killed at any point. What is published while
 * bindings change may be delivered twice.
 */
export async function renewQueue(url: string, queue: string, management: QueueManagement): Promise<number> {
  const connection = await connectOnce(url)
  connection.on('error', () => undefined)
  try {
    const channel = await connection.createConfirmChannel()
    const holding = holdingOf(queue)
    await channel.assertQueue(holding, { arguments: { 'x-queue-type': 'quorum' } })
    const bindings = await management.bindingsOf(queue)
    for (const { source, routing_key } of bindings) await channel.bindQueue(holding, source, routing_key)
    for (const { source, routing_key } of bindings) await channel.unbindQueue(queue, source, routing_key)
    await untilWorkedOff(channel, queue, management)
    await channel.deleteQueue(queue)
    await until(
      () => isConsumed(connection, queue),
      `nothing has declared ${queue} again: is its service running? Start it, then run renew again`
    )
    for (const { source, routing_key } of await management.bindingsOf(holding))
      await channel.unbindQueue(holding, source, routing_key)
    const held = await moveAll(channel, holding, queue)
    await channel.deleteQueue(holding)
    return held
  } finally {
    await connection.close().catch(() => undefined)
  }
}

/** Holds waiting messages with the rest; waits for those in hand, and for those due for a retry to come back first. */
async function untilWorkedOff(channel: ConfirmChannel, queue: string, { messagesIn }: QueueManagement): Promise<void> {
  const sources = [queue, ...retryTiers.map(({ name }) => name)]
  let emptySince: number | undefined
  await until(async () => {
    await moveAll(channel, queue, holdingOf(queue))
    const counts = await Promise.all(sources.map(messagesIn))
    emptySince = counts.every(count => count === 0) ? (emptySince ?? performance.now()) : undefined
    return emptySince !== undefined && performance.now() - emptySince > TOLD_MS
  }, `${queue} or a wait queue does not drain: is a message being retried over and over?`)
}

/** Each message leaves one broker queue only once the other has it. */
async function moveAll(channel: ConfirmChannel, from: string, to: string): Promise<number> {
  let moved = 0
  for (let message = await channel.get(from); message; message = await channel.get(from)) {
    const { exchange, routingKey, body, properties } = forwarded(message, { exchange: '', routingKey: to }, {})
    channel.publish(exchange, routingKey, body, properties)
    await channel.waitForConfirms()
    channel.ack(message)
    moved += 1
  }
  return moved
}

async function isConsumed(connection: ChannelModel, queue: string): Promise<boolean> {
  const channel = await connection.createChannel()
  channel.on('error', () => undefined)
  const asked = await channel.checkQueue(queue).catch(() => undefined)
  if (asked) await channel.close()
  return (asked?.consumerCount ?? 0) > 0
}

async function until(holds: () => Promise<boolean>, reason: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(reason)
    await sleep(EVERY_MS)
  }
}
