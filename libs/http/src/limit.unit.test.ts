import { expect, test } from '@jest/globals'
import { createLimit } from './limit.ts'

test('a limit counts by key, and restarts in each window', () => {
  const limit = createLimit(1000, 2)
  expect(['a', 'a', 'a', 'b'].map(key => limit(key, 100))).toEqual([true, true, false, true])
  expect(limit('a', 1000)).toBe(true)
  expect([1, 1, 3].map(most => limit('c', 1000, most))).toEqual([true, false, true])
})
