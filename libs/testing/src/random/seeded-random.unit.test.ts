import { describe, expect, test } from '@jest/globals'
import { seededRandom } from './seeded-random.ts'

describe('seededRandom', () => {
  test('the same seed gives the same numbers, spread over the range', () => {
    const [one, other] = [seededRandom(7), seededRandom(7)]
    const numbers = Array.from({ length: 1000 }, () => one.integer(0, 10))
    expect(Array.from({ length: 1000 }, () => other.integer(0, 10))).toEqual(numbers)
    expect(new Set(numbers).size).toBe(10)
  })

  test('a failure names its seed', async () => {
    const failing = () => seededRandom(42).printSeedOnFailure(() => Promise.reject(new Error('broken')))
    await expect(failing()).rejects.toThrow('failed with seed 42: broken')
  })
})
