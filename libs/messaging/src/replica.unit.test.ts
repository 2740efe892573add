import { err, ok, type Rejection, type Result } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { describe, expect, test } from '@jest/globals'
import type { Broker } from './broker.ts'
import type { Subscription } from './consumption-plans.ts'
import { createLatestVersions, follow, startReplica } from './replica.ts'

interface Item {
  id: string
  version: number
}
const logger = createLogger('test', 'silent')
const item = (version: number, id = 'a'): Item => ({ id, version })
const byId = () => createLatestVersions<Item>(({ id }) => id)

/** An owner that answers when told to, with what it is told. */
function owner() {
  const asked: PromiseWithResolvers<Result<Item[], Rejection>>[] = []
  const items = byId()
  const copy = startReplica({
    of: 'items',
    read() {
      const question = Promise.withResolvers<Result<Item[], Rejection>>()
      asked.push(question)
      return question.promise
    },
    take: snapshot => snapshot.forEach(items.take),
    logger
  })
  return { asked, items, copy }
}
const turn = () => new Promise(setImmediate)

describe('the latest versions', () => {
  test('an older version that arrives late changes nothing', () => {
    const items = byId()
    expect([item(2), item(1)].map(items.take)).toEqual([true, false])
    expect(items.get('a')).toEqual(item(2))
  })
  test('the same version twice is not news', () => {
    const items = byId()
    expect([item(0), item(0)].map(items.take)).toEqual([true, false])
  })
  test('each key has its own version', () => {
    const items = byId()
    expect([item(2), item(1, 'b')].map(items.take)).toEqual([true, true])
    expect([...items.values()]).toEqual([item(2), item(1, 'b')])
  })
})

describe('a replica', () => {
  test('is ready once it has loaded a snapshot', async () => {
    const { asked, copy, items } = owner()
    const read = copy.refresh()
    await turn()
    expect(copy.ready()).toBe(false)
    asked[0]!.resolve(ok([item(1)]))
    await read
    expect(copy.ready()).toBe(true)
    expect(items.get('a')).toEqual(item(1))
  })
  test('keeps what events said while a snapshot was loading', async () => {
    const { asked, copy, items } = owner()
    const read = copy.refresh()
    await turn()
    items.take(item(2))
    asked[0]!.resolve(ok([item(1), item(1, 'b')]))
    await read
    expect(items.get('a')).toEqual(item(2))
    expect(items.get('b')).toEqual(item(1, 'b'))
  })
  test('reloads after a gap that occurred while it was loading, and once for many gaps', async () => {
    const { asked, copy, items } = owner()
    const first = copy.refresh()
    await turn()
    const gaps = [copy.refresh(), copy.refresh(), copy.refresh()]
    await turn()
    expect(asked).toHaveLength(1)
    asked[0]!.resolve(ok([item(1)]))
    await first
    await turn()
    expect(asked).toHaveLength(2)
    asked[1]!.resolve(ok([item(3)]))
    await Promise.all(gaps)
    expect(asked).toHaveLength(2)
    expect(items.get('a')).toEqual(item(3))
  })
  test('keeps asking while the owner is unavailable or refuses', async () => {
    const { asked, copy } = owner()
    const read = copy.refresh()
    await turn()
    asked[0]!.reject(new Error('away'))
    while (asked.length < 2) await turn()
    asked[1]!.resolve(err({ code: 'forbidden', detail: 'no' }))
    while (asked.length < 3) await turn()
    expect(copy.ready()).toBe(false)
    asked[2]!.resolve(ok([]))
    await read
    expect(copy.ready()).toBe(true)
  })
  test('ends even while its owner is unavailable', async () => {
    const { asked, copy } = owner()
    const read = copy.refresh()
    await turn()
    const ended = copy[Symbol.asyncDispose]()
    asked[0]!.reject(new Error('away'))
    await Promise.all([ended, read])
    await copy.refresh()
    expect(asked).toHaveLength(1)
  })
})

test('following listens before it loads, and reloads after each gap', async () => {
  const done: string[] = []
  const ready = Promise.withResolvers<void>()
  let subscription: Subscription | undefined
  const broker: Pick<Broker, 'subscribe' | 'whenReady'> = {
    subscribe(given) {
      subscription = given
      done.push('listens')
      return { [Symbol.asyncDispose]: async () => undefined }
    },
    whenReady: () => ready.promise
  }
  follow(broker, { prefetch: 1, handlers: [] }, async () => void done.push('reads'))
  await turn()
  expect(done).toEqual(['listens'])
  ready.resolve()
  await turn()
  subscription!.onGap!()
  expect(done).toEqual(['listens', 'reads', 'reads'])
})
