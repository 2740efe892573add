import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { gather } from './gather.ts'

/** Doubles numbers; the test decides when each batch ends. */
function doubling(bounds?: Parameters<typeof gather>[1]) {
  const batches: { items: number[]; done: PromiseWithResolvers<void> }[] = []
  const double = gather(async (items: number[]) => {
    const done = Promise.withResolvers<void>()
    batches.push({ items, done })
    await done.promise
    return items.map(item => item * 2)
  }, bounds)
  return { double, batches, itemsOf: () => batches.map(({ items }) => items) }
}

describe('gathered work', () => {
  it('of the same moment is done together, and each call gets its own answer', async () => {
    const { double, batches } = doubling()
    const answers = Promise.all([double(1), double(2), double(3)])
    await nextTurn()
    batches[0]!.done.resolve()
    expect(await answers).toEqual([2, 4, 6])
    expect(batches).toHaveLength(1)
  })

  it('starts at once while little is in progress, and waits for the next batch otherwise', async () => {
    const { double, batches, itemsOf } = doubling({ most: 10, atOnce: 1 })
    const first = double(1)
    await nextTurn()
    const rest = [double(2), double(3)]
    await nextTurn()
    expect(itemsOf()).toEqual([[1]])
    batches[0]!.done.resolve()
    await first
    await nextTurn()
    await nextTurn()
    expect(itemsOf()).toEqual([[1], [2, 3]])
    batches[1]!.done.resolve()
    expect(await Promise.all(rest)).toEqual([4, 6])
  })

  it('never exceeds the batch limit', async () => {
    const { double, batches, itemsOf } = doubling({ most: 2, atOnce: 2 })
    const answers = Promise.all([1, 2, 3, 4, 5].map(double))
    await nextTurn()
    await nextTurn()
    expect(itemsOf()).toEqual([
      [1, 2],
      [3, 4]
    ])
    for (const { done } of batches) done.resolve()
    await nextTurn()
    await nextTurn()
    batches[2]!.done.resolve()
    expect(await answers).toEqual([2, 4, 6, 8, 10])
  })

  it('that fails fails for its whole batch, and the next batch is done all the same', async () => {
    const { double, batches } = doubling({ most: 10, atOnce: 1 })
    const failing = Promise.allSettled([double(1), double(2)])
    await nextTurn()
    const next = double(3)
    batches[0]!.done.reject(new Error('away'))
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await nextTurn()
    await nextTurn()
    batches[1]!.done.resolve()
    expect(await next).toBe(6)
  })
})
