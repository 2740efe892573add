import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { readAgain, send } from './reach.ts'
import { renew } from './session.ts'

/** Calls without an answer so far; each ends when its signal says so. */
let calls: { method: string; answer: () => void }[]
beforeEach(() => {
  jest.useFakeTimers()
  calls = []
  jest.spyOn(globalThis, 'fetch').mockImplementation(
    (_, init) =>
      new Promise((resolve, reject) => {
        calls.push({ method: init?.method ?? 'GET', answer: () => resolve(new Response('here')) })
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error))
      })
  )
})
afterEach(() => {
  jest.restoreAllMocks()
  jest.useRealTimers()
})

test('a read that hangs is made again when the network is back, and its caller gets the second answer', async () => {
  const answer = send('/hangs', { method: 'GET' })
  jest.advanceTimersByTime(600)
  readAgain()
  await jest.advanceTimersByTimeAsync(0)
  expect(calls).toHaveLength(2)
  calls[1]!.answer()
  expect(await (await answer).text()).toBe('here')
})

test('a renewal of the sign-in that hangs is made again, so that who wakes with an old token does not wait for it', async () => {
  const renewed = renew()
  jest.advanceTimersByTime(600)
  readAgain()
  await jest.advanceTimersByTimeAsync(0)
  expect(calls).toHaveLength(2)
  calls[1]!.answer()
  await renewed
})

test('neither what was just sent nor what changes something is sent twice', async () => {
  void send('/changes', { method: 'POST' })
  jest.advanceTimersByTime(600)
  void send('/fresh', { method: 'GET' })
  readAgain()
  await jest.advanceTimersByTimeAsync(0)
  expect(calls.map(({ method }) => method)).toEqual(['POST', 'GET'])
})

test('a read whose caller gives up is not made again', async () => {
  const caller = new AbortController()
  const answer = send('/given-up', { method: 'GET', signal: caller.signal })
  jest.advanceTimersByTime(600)
  caller.abort()
  readAgain()
  await expect(answer).rejects.toThrow()
  expect(calls).toHaveLength(1)
})
