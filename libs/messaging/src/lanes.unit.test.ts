import { expect, test } from '@jest/globals'
import { createLanes } from './lanes.ts'

test('work of one key runs one after the other, of different keys at the same time', async () => {
  const inLane = createLanes()
  const log: string[] = []
  const first = Promise.withResolvers<void>()
  const done = [
    inLane('a', async () => {
      log.push('a1 starts')
      await first.promise
      log.push('a1 ends')
    }),
    inLane('a', async () => void log.push('a2')),
    inLane('b', async () => void log.push('b1'))
  ]
  await done[2]
  expect(log).toEqual(['a1 starts', 'b1'])
  first.resolve()
  await Promise.all(done)
  expect(log).toEqual(['a1 starts', 'b1', 'a1 ends', 'a2'])
})

test('failed work does not block what follows with the same key', async () => {
  const inLane = createLanes()
  const failed = inLane('a', async () => {
    throw new Error('failed')
  })
  const next = inLane('a', async () => undefined)
  await expect(failed).rejects.toThrow('failed')
  await expect(next).resolves.toBeUndefined()
})
