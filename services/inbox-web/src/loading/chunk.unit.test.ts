import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { createChunk } from './chunk.ts'

const reload = jest.fn()
let isReachable = true
/** A chunk whose imports return these answers in turn, and then hang. */
function chunkOf(...answers: Promise<string>[]) {
  const load = jest.fn(() => answers.shift() ?? new Promise<string>(() => undefined))
  return { load, ...createChunk(load, { isReachable: async () => isReachable, reload }) }
}
const failure = () => {
  const failed = Promise.reject<string>(new TypeError('Failed to fetch dynamically imported module'))
  failed.catch(() => undefined)
  return failed
}

beforeEach(() => {
  jest.useFakeTimers()
  reload.mockClear()
  isReachable = true
})
afterEach(() => {
  jest.useRealTimers()
})

describe('code that is needed now', () => {
  test('is there as soon as it has loaded, however often it is needed', async () => {
    const chunk = chunkOf(Promise.resolve('page'))
    chunk.need()
    expect(chunk.state.get()).toBe('loading')
    await jest.advanceTimersByTimeAsync(0)
    chunk.need()
    expect(chunk.state.get()).toEqual({ ready: 'page' })
    expect(chunk.load).toHaveBeenCalledTimes(1)
  })

  test('is retried once automatically if it failed', async () => {
    const chunk = chunkOf(failure(), Promise.resolve('page'))
    chunk.need()
    await jest.advanceTimersByTimeAsync(1000)
    expect(chunk.state.get()).toEqual({ ready: 'page' })
  })

  test('is reported missing if it hangs, and is shown if it arrives after all', async () => {
    let arrive: (page: string) => void = () => undefined
    const chunk = chunkOf(
      new Promise(resolve => {
        arrive = resolve
      })
    )
    chunk.need()
    await jest.advanceTimersByTimeAsync(9999)
    expect(chunk.state.get()).toBe('loading')
    await jest.advanceTimersByTimeAsync(1)
    expect(chunk.state.get()).toBe('failed')
    arrive('page')
    await jest.advanceTimersByTimeAsync(0)
    expect(chunk.state.get()).toEqual({ ready: 'page' })
  })

  test('is retried for whoever comes back to it', async () => {
    const chunk = chunkOf(failure(), failure(), Promise.resolve('page'))
    chunk.need()
    await jest.advanceTimersByTimeAsync(10_000)
    expect(chunk.state.get()).toBe('failed')
    chunk.need()
    await jest.advanceTimersByTimeAsync(0)
    expect(chunk.state.get()).toEqual({ ready: 'page' })
  })
})

describe('trying again', () => {
  const failed = async (...answers: Promise<string>[]) => {
    const chunk = chunkOf(failure(), failure(), ...answers)
    chunk.need()
    await jest.advanceTimersByTimeAsync(10_000)
    return chunk
  }

  test('shows what arrives', async () => {
    const chunk = await failed(Promise.resolve('page'))
    void chunk.again()
    await jest.advanceTimersByTimeAsync(10_000)
    expect(chunk.state.get()).toEqual({ ready: 'page' })
    expect(reload).not.toHaveBeenCalled()
  })

  test('reloads the page if the browser keeps hanging, or remembers the failure, though the server answers', async () => {
    for (const answers of [[], [failure(), failure()]]) {
      const chunk = await failed(...answers)
      reload.mockClear()
      void chunk.again()
      await jest.advanceTimersByTimeAsync(5000)
      expect(reload).toHaveBeenCalledTimes(1)
    }
  })

  test('takes nobody’s page away while there is no network', async () => {
    const chunk = await failed()
    isReachable = false
    void chunk.again()
    expect(chunk.state.get()).toBe('loading')
    await jest.advanceTimersByTimeAsync(5000)
    expect(chunk.state.get()).toBe('failed')
    expect(reload).not.toHaveBeenCalled()
  })
})

test('failed preloading is not shown to whoever needs it later', async () => {
  const chunk = chunkOf(failure(), Promise.resolve('page'))
  await chunk.preload()
  expect(chunk.state.get()).toBe('idle')
  chunk.need()
  await jest.advanceTimersByTimeAsync(0)
  expect(chunk.state.get()).toEqual({ ready: 'page' })
})
