import { readEnvironment } from '@inbox/runtime'
import { z } from 'zod'

const MANAGEMENT: Record<string, { protocol: string; port: number }> = {
  'amqp:': { protocol: 'http:', port: 15_672 },
  'amqps:': { protocol: 'https:', port: 15_671 }
}

/**
 * The installation's broker queues that outlive connections, and the address of the broker. RabbitMQ's management knows their names:
 * RABBITMQ_MANAGEMENT_URL, or the usual port of the host in RABBITMQ_URL, whose user and vhost are taken.
 */
export async function brokerQueues(): Promise<{ url: string; names: string[] }> {
  const shape = { RABBITMQ_URL: z.string().min(1), RABBITMQ_MANAGEMENT_URL: z.url().optional() }
  const { RABBITMQ_URL: url, RABBITMQ_MANAGEMENT_URL } = readEnvironment(shape)
  const amqp = new URL(url.split(',')[0]!.trim())
  const usual = MANAGEMENT[amqp.protocol] ?? MANAGEMENT['amqp:']!
  const { origin } = new URL(RABBITMQ_MANAGEMENT_URL ?? `${usual.protocol}//${amqp.hostname}:${usual.port}`)
  const user = [amqp.username || 'guest', amqp.password || 'guest'].map(decodeURIComponent).join(':')
  const vhost = encodeURIComponent(decodeURIComponent(amqp.pathname.slice(1)) || '/')
  const answer = await fetch(`${origin}/api/queues/${vhost}`, {
    headers: { authorization: `Basic ${Buffer.from(user).toString('base64')}`, connection: 'close' },
    signal: AbortSignal.timeout(15_000)
  }).catch(error => {
    throw new Error(`RabbitMQ’s management does not answer at ${origin}: ${error.cause ?? error}`)
  })
  if (!answer.ok) throw new Error(`RabbitMQ’s management at ${origin} answered ${answer.status}`)
  const all = (await answer.json()) as { name: string; exclusive: boolean }[]
  return { url, names: all.filter(({ exclusive }) => !exclusive).map(({ name }) => name) }
}
