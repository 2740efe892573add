import { once } from 'node:events'
import { newId } from '@inbox/runtime'
import { connect } from 'amqplib'

/**
 * How many persistent messages of `bytes` bytes per second this broker confirms into one quorum queue, with `window` of
 * them on their way: the bound that the services' own figures are set against.
 */
export async function measureRawConfirmedPublish(load: {
  url: string
  messages: number
  bytes: number
  window: number
}): Promise<{ perSecond: number }> {
  const connection = await connect(load.url, { noDelay: true })
  const channel = await connection.createConfirmChannel()
  const { queue: amqpQueue } = await channel.assertQueue(`bench.${newId()}`, {
    arguments: { 'x-queue-type': 'quorum' }
  })
  const body = Buffer.alloc(load.bytes, 'x')
  let flying = 0
  const startedAt = performance.now()
  for (let sent = 0; sent < load.messages; sent++) {
    flying += 1
    channel.sendToQueue(amqpQueue, body, { persistent: true, mandatory: true }, () => {
      flying -= 1
      if (flying === load.window - 1) channel.emit('room')
    })
    if (flying >= load.window) await once(channel, 'room')
  }
  await channel.waitForConfirms()
  const seconds = (performance.now() - startedAt) / 1000
  await channel.deleteQueue(amqpQueue)
  await connection.close()
  return { perSecond: load.messages / seconds }
}
