import { type Isolated, isolate, manageBroker } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { defineConsumer, on } from '../src/index.ts'
import { consumerName, eventually, numbered, open, testEvent } from './harness.ts'

let stores: Isolated
beforeAll(async () => {
  stores = await isolate(import.meta.url)
})
const users = () => [`${stores.vhost}-first`, `${stores.vhost}-second`] as const
// a user that the test has deleted no longer exists
afterAll(async () => {
  await Promise.allSettled(users().map(user => manage('DELETE', `users/${user}`)))
  await stores.remove()
})

const everything = { configure: '.*', write: '.*', read: '.*' }
const manage = (method: 'PUT' | 'DELETE', path: string, body?: object) =>
  manageBroker(stores.managementUrl, method, path, body)

/** The broker's URL for a separate user, created as an operator would. */
async function urlOfUser(name: string): Promise<string> {
  await manage('PUT', `users/${name}`, { password: 'a-secret', tags: '' })
  await manage('PUT', `permissions/${stores.vhost}/${name}`, everything)
  return Object.assign(new URL(stores.rabbitmqUrl), { username: name, password: 'a-secret' }).href
}

test('a second user replaces the first, who is then deleted, while messages flow: none is refused, lost or handled twice', async () => {
  const type = testEvent()
  const handled: number[] = []
  const consumer = defineConsumer({
    name: consumerName(),
    prefetch: 50,
    handlers: [on(type, async ({ data }) => void handled.push(data.n))]
  })
  const [first, second] = users()
  const startAs = async (user: string) => {
    const broker = open(await urlOfUser(user), [type])
    broker.consume(consumer)
    await broker.whenReady()
    return broker
  }
  let [sent, stopped] = [0, false]
  let publishing = await startAs(first)
  const load = (async () => {
    while (!stopped) {
      sent += 1
      await publishing.publish(type, numbered(type, sent))
    }
  })()
  await eventually('messages flow', () => handled.length > 100)
  const former = publishing
  publishing = await startAs(second)
  await former[Symbol.asyncDispose]()
  await manage('DELETE', `users/${first}`)
  const before = handled.length
  await eventually('messages flow as the second user', () => handled.length > before + 100)
  stopped = true
  await load
  await eventually('all are handled', () => handled.length >= sent)
  await publishing[Symbol.asyncDispose]()
  expect(handled.toSorted((a, b) => a - b)).toEqual(Array.from({ length: sent }, (_, index) => index + 1))
})
