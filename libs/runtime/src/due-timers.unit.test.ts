import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createDueTimers } from './due-timers.ts'

const clockAt = (start: number) => ({
  ms: start,
  now() {
    return new Date(this.ms)
  }
})

describe('due timers', () => {
  it('fire every key once, in order of its instant, never early', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 9 })), { maxLength: 40 }),
        async sets => {
          const clock = clockAt(Date.now())
          const begun = clock.ms
          const told: { key: string; at: number }[] = []
          using timers = createDueTimers(clock, keys => told.push(...keys.map(key => ({ key, at: clock.ms }))))
          const last = new Map<string, number>()
          for (const [offset, key] of sets) {
            timers.set(String(key), new Date(begun + offset))
            last.set(String(key), begun + offset)
          }
          clock.ms = begun + 30
          while (timers.size > 0) await new Promise(resolve => setTimeout(resolve, 1))
          expect(told.map(({ key }) => key).sort()).toEqual([...last.keys()].sort())
          expect(told.map(({ key }) => last.get(key)!)).toEqual([...last.values()].sort((a, b) => a - b))
        }
      ),
      { numRuns: 20 }
    )
  })

  it('forget a key that is cleared or moved', async () => {
    const clock = clockAt(1000)
    const told: string[] = []
    using timers = createDueTimers(clock, keys => told.push(...keys))
    timers.set('cleared', new Date(1000))
    timers.set('moved', new Date(1000))
    timers.set('due', new Date(1000))
    timers.clear('cleared')
    timers.set('moved', new Date(9_999_999))
    while (!told.includes('due')) await new Promise(resolve => setTimeout(resolve, 1))
    expect(told).toEqual(['due'])
  })
})
