import { expect, it } from '@jest/globals'
import { createRecentKeys } from './recent-keys.ts'

it('a key is known for at least the given time, and forgotten before twice that', () => {
  let now = 0
  const seen = createRecentKeys(100, () => now)
  now = 90
  seen.add('late in its period')
  now = 100
  seen.add('early in the next')
  now = 189
  expect(['late in its period', 'early in the next', 'never'].map(seen.has)).toEqual([true, true, false])
  now = 201
  expect(['late in its period', 'early in the next'].map(seen.has)).toEqual([false, true])
  now = 1000
  expect(seen.has('early in the next')).toBe(false)
})
