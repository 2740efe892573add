import type { QueueManagement } from '@inbox/messaging'
import { readEnvironment } from '@inbox/runtime'
import { z } from 'zod'

const PORTS: Record<string, { protocol: string; port: number }> = {
  'amqp:': { protocol: 'http:', port: 15_672 },
  'amqps:': { protocol: 'https:', port: 15_671 }
}

export interface BrokerQueue {
  name: string
  /** Those ready and those unacknowledged. */
  messages: number
  consumers: number
}

export interface BrokerManagement extends QueueManagement {
  /** The URL of the broker itself, as services reach it. */
  url: string
  /** The broker queues that outlive connections; numbers may be some seconds old. */
  queues(): Promise<BrokerQueue[]>
}

/**
 * RabbitMQ's management API: at RABBITMQ_MANAGEMENT_URL, or else on the usual port of the host in RABBITMQ_URL; user
 * and vhost are those of the latter.
 */
export function openBrokerManagement(): BrokerManagement {
  const shape = { RABBITMQ_URL: z.string().min(1), RABBITMQ_MANAGEMENT_URL: z.url().optional() }
  const { RABBITMQ_URL: url, RABBITMQ_MANAGEMENT_URL } = readEnvironment(shape)
  const amqp = new URL(url.split(',')[0]!.trim())
  const usual = PORTS[amqp.protocol] ?? PORTS['amqp:']!
  const { origin } = new URL(RABBITMQ_MANAGEMENT_URL ?? `${usual.protocol}//${amqp.hostname}:${usual.port}`)
  const user = [amqp.username || 'guest', amqp.password || 'guest'].map(decodeURIComponent).join(':')
  const vhost = encodeURIComponent(decodeURIComponent(amqp.pathname.slice(1)) || '/')
  const get = async <Answer>(path: string): Promise<Answer> => {
    const answer = await fetch(`${origin}/api/queues/${vhost}${path}`, {
      headers: { authorization: `Basic ${Buffer.from(user).toString('base64')}`, connection: 'close' },
      signal: AbortSignal.timeout(15_000)
    }).catch(error => {
      throw new Error(`RabbitMQ’s management API at ${origin} is not responding: ${error.cause ?? error}`)
    })
    if (!answer.ok) throw new Error(`RabbitMQ’s management API at ${origin} responded with ${answer.status}`)
    return (await answer.json()) as Answer
  }
  return {
    url,
    async queues() {
      const all = await get<(Partial<BrokerQueue> & { name: string; exclusive: boolean })[]>('')
      return all
        .filter(({ exclusive }) => !exclusive)
        .map(({ name, messages = 0, consumers = 0 }) => ({ name, messages, consumers }))
    },
    async bindingsOf(queue) {
      const all = await get<{ source: string; routing_key: string }[]>(`/${encodeURIComponent(queue)}/bindings`)
      return all.filter(({ source }) => source !== '')
    },
    messagesIn: async queue => (await get<Partial<BrokerQueue>>(`/${encodeURIComponent(queue)}`)).messages ?? 0
  }
}
