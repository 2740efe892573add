import { expect, it } from '@jest/globals'
import { serially } from './serially.ts'

it('work with one key is done in turn, with different keys concurrently, and a failure stops nothing', async () => {
  const inTurn = serially()
  const order: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = inTurn('a', async () => {
    await gate.promise
    order.push('a1')
    throw new Error('a1 failed')
  })
  const second = inTurn('a', async () => order.push('a2'))
  await inTurn('b', async () => order.push('b1'))
  gate.resolve()
  await expect(first).rejects.toThrow('a1 failed')
  await second
  expect(order).toEqual(['b1', 'a1', 'a2'])
})
