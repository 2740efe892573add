import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { preloadWhenIdle } from './preload.ts'

const begun: string[] = []
const chunk = (name: string) => ({
  preload: async () => {
    begun.push(name)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
})

beforeEach(() => {
  jest.useFakeTimers()
  begun.length = 0
})
afterEach(() => {
  jest.restoreAllMocks()
  jest.useRealTimers()
  Reflect.deleteProperty(navigator, 'connection')
})

test('what may be needed later is fetched one after the other, when there is nothing else to do, until the user leaves', async () => {
  const stop = preloadWhenIdle([chunk('a'), chunk('b'), chunk('c')])
  expect(begun).toEqual([])
  await jest.advanceTimersByTimeAsync(3000)
  expect(begun).toEqual(['a'])
  await jest.advanceTimersByTimeAsync(3100)
  expect(begun).toEqual(['a', 'b'])
  stop()
  await jest.advanceTimersByTimeAsync(60_000)
  expect(begun).toEqual(['a', 'b'])
})

test('nothing is fetched ahead for somebody who wants to save data', async () => {
  Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true })
  preloadWhenIdle([chunk('a')])
  await jest.advanceTimersByTimeAsync(60_000)
  expect(begun).toEqual([])
})
