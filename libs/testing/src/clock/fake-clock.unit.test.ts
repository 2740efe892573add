import { expect, test } from '@jest/globals'
import { fakeClock } from './fake-clock.ts'

test('a fake clock moves only when told', () => {
  const clock = fakeClock('2030-01-01T00:00:00Z')
  expect(clock.now()).toEqual(clock.now())
  clock.advance(90_000)
  expect(clock.now().toISOString()).toBe('2030-01-01T00:01:30.000Z')
})
