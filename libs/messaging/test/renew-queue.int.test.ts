import { exchangeOf } from '@inbox/contracts'
import { type Isolated, isolate, manageBroker } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { connect } from 'amqplib'
import { defineConsumer, on, type QueueManagement, renewQueue } from '../src/index.ts'
import { consumerName, eventually, numbered, open, testEvent } from './harness.ts'

let stores: Isolated
beforeAll(async () => {
  stores = await isolate(import.meta.url)
})
afterAll(() => stores.remove())

const ask = <Answer>(path: string) =>
  manageBroker<Answer>(stores.managementUrl, 'GET', `queues/${encodeURIComponent(stores.vhost)}${path}`)
const management: QueueManagement = {
  bindingsOf: async queue =>
    ((await ask<{ source: string; routing_key: string }[]>(`/${queue}/bindings`)) ?? []).filter(({ source }) => source),
  messagesIn: async queue => (await ask<{ messages?: number }>(`/${queue}`))?.messages ?? 0
}

test('a broker queue whose arguments have changed is replaced, and what waits, is being handled or is published meanwhile is handled', async () => {
  const type = testEvent()
  const name = consumerName()
  const handled = new Set<number>()
  await using publisher = open(stores.rabbitmqUrl, [type])
  await publisher.whenReady()
  // as an earlier version declared it, with its own consumer that has one message in hand
  const former = await connect(stores.rabbitmqUrl)
  const channel = await former.createChannel()
  await channel.assertQueue(name, { arguments: { 'x-queue-type': 'quorum', 'x-max-length': 1000 } })
  await channel.bindQueue(name, exchangeOf(type), type.type)
  for (const n of [1, 2, 3]) await publisher.publish(type, numbered(type, n))
  await channel.prefetch(1)
  let finish: (() => void) | undefined
  await channel.consume(name, message => {
    const { data } = JSON.parse(message!.content.toString())
    finish ??= () => {
      handled.add(data.n)
      channel.ack(message!)
      void channel.close()
    }
  })
  await eventually('one is in hand', () => finish)

  await using broker = open(stores.rabbitmqUrl, [type])
  broker.consume(
    defineConsumer({ name, prefetch: 10, handlers: [on(type, async ({ data }) => void handled.add(data.n))] })
  )
  const renewed = renewQueue(stores.rabbitmqUrl, name, management)
  await eventually('it is held', async () => (await management.bindingsOf(name)).length === 0)
  await publisher.publish(type, numbered(type, 4))
  finish!()
  expect(await renewed).toBeGreaterThanOrEqual(1)
  await publisher.publish(type, numbered(type, 5))
  await eventually('all are handled', () => handled.size === 5)

  const queues = (await ask<{ name: string; arguments: object }[]>('')) ?? []
  expect(queues.map(queue => queue.name)).not.toContain(`${name}.renewing`)
  expect(queues.find(queue => queue.name === name)?.arguments).not.toHaveProperty('x-max-length')
  await former.close()
})
