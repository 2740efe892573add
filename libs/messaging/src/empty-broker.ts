import type { Channel, ChannelModel } from 'amqplib'
import { connectOnce } from './connection.ts'

/** Which of these broker queues currently have a consumer. */
export const consumedQueues = (url: string, names: readonly string[]): Promise<string[]> =>
  eachQueue(url, names, async (channel, name) => (await channel.checkQueue(name)).consumerCount > 0)

/** Removes all waiting messages from these broker queues; resolves with the names of those that had any. */
export const purgeQueues = (url: string, names: readonly string[]): Promise<string[]> =>
  eachQueue(url, names, async (channel, name) => (await channel.purgeQueue(name)).messageCount > 0)

/** The names for which `ask` answers true; broker queues that are gone are skipped. */
async function eachQueue(
  url: string,
  names: readonly string[],
  ask: (channel: Channel, name: string) => Promise<boolean>
): Promise<string[]> {
  const found: string[] = []
  const connection = await connectOnce(url)
  connection.on('error', () => undefined)
  try {
    for (const name of names) if (await onChannel(connection, channel => ask(channel, name))) found.push(name)
    return found
  } finally {
    await connection.close().catch(() => undefined)
  }
}

const NOT_FOUND = 404

/** Uses a separate channel, since the broker closes a channel on which a name was not found. */
async function onChannel(connection: ChannelModel, ask: (channel: Channel) => Promise<boolean>): Promise<boolean> {
  const channel = await connection.createChannel()
  channel.on('error', () => undefined)
  try {
    const answer = await ask(channel)
    await channel.close()
    return answer
  } catch (error) {
    if ((error as { code?: unknown }).code === NOT_FOUND) return false
    throw error
  }
}
