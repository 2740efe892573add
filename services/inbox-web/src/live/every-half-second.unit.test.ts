import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { everyHalfSecond } from './every-half-second.ts'

/** Sends a message from the page's worker. */
let post: (() => void) | undefined
class FakeWorker extends EventTarget {
  constructor() {
    super()
    post = () => this.dispatchEvent(new Event('message'))
  }
  terminate = () => undefined
}
beforeEach(() => {
  jest.useFakeTimers()
  post = undefined
  Object.assign(globalThis, { Worker: FakeWorker })
})
afterEach(() => {
  jest.useRealTimers()
  Reflect.deleteProperty(globalThis, 'Worker')
})

test('a page whose worker never starts still ticks', () => {
  const tick = jest.fn()
  const stop = everyHalfSecond(tick)
  jest.advanceTimersByTime(2000)
  expect(tick).toHaveBeenCalledTimes(4)
  stop()
  jest.advanceTimersByTime(2000)
  expect(tick).toHaveBeenCalledTimes(4)
})

test('once its worker has started, only that makes the page tick', () => {
  const tick = jest.fn()
  everyHalfSecond(tick)
  post?.()
  jest.advanceTimersByTime(2000)
  expect(tick).toHaveBeenCalledTimes(1)
  post?.()
  expect(tick).toHaveBeenCalledTimes(2)
})
