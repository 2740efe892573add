import { getEventListeners, once } from 'node:events'
import { expect, jest, test } from '@jest/globals'
import { within } from './within.ts'

const untilAborted = async (signal: AbortSignal) => {
  if (!signal.aborted) await once(signal, 'abort')
  signal.throwIfAborted()
}

test('work is aborted when its time is over', async () => {
  await expect(within(5, untilAborted)).rejects.toThrow('no response within 5 ms')
})

test('work is aborted by an outer signal, even one already aborted, and leaves nothing behind', async () => {
  const outside = new AbortController()
  const told = within(60_000, untilAborted, outside.signal)
  outside.abort(new Error('the process is ending'))
  await expect(told).rejects.toThrow('the process is ending')
  await expect(within(60_000, untilAborted, outside.signal)).rejects.toThrow('the process is ending')
  expect(await within(60_000, async () => 'done', outside.signal)).toBe('done')
  expect(getEventListeners(outside.signal, 'abort')).toEqual([])
})

test('work that goes on has time for as long as it does', async () => {
  jest.useFakeTimers()
  const standsStill = within(100, async (signal, goesOn) => {
    for (const waits of [90, 90, 90, 110]) {
      jest.advanceTimersByTime(waits)
      signal.throwIfAborted()
      goesOn()
    }
  })
  jest.useRealTimers()
  await expect(standsStill).rejects.toThrow('no response within 100 ms')
})
