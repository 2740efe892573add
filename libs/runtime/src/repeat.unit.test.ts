import { describe, expect, it } from '@jest/globals'
import { createLater, pause } from './repeat.ts'

describe('work for later', () => {
  it('is done after each wake until nothing is left of it, also after a failure, and never beside itself', async () => {
    let left = 0
    let running = 0
    const failures: unknown[] = []
    const work = async () => {
      running += 1
      expect(running).toBe(1)
      await pause(1)
      running -= 1
      left -= 1
      if (left === 1) throw new Error('once')
    }
    await using later = createLater(
      1,
      () => left > 0,
      work,
      error => failures.push(error)
    )
    for (const [batch, failed] of [
      [3, 1],
      [1, 1],
      [2, 2]
    ] as const) {
      left = batch
      later.wake()
      later.wake()
      while (left > 0) await pause(1)
      expect(failures).toHaveLength(failed)
    }
  })
})
