import { acceptConversation, createChannelKey, declineOffer } from '@inbox/contracts'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { holdCalls, letCallsGo, makeAgain, send } from './reach.ts'
import { request } from './request.ts'
import { renew } from './session.ts'

/** Calls without an answer so far; each ends when its signal says so. */
let calls: { method: string; address: string; answer: () => void }[]
beforeEach(() => {
  jest.useFakeTimers()
  calls = []
  jest.spyOn(globalThis, 'fetch').mockImplementation(
    (address, init) =>
      new Promise((resolve, reject) => {
        calls.push({
          method: init?.method ?? 'GET',
          address: String(address),
          answer: () => resolve(new Response('here'))
        })
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error))
      })
  )
})
afterEach(async () => {
  letCallsGo()
  for (const { answer } of calls) answer()
  await jest.advanceTimersByTimeAsync(0)
  jest.restoreAllMocks()
  jest.useRealTimers()
})

test('a read that hangs is retried when the network is back, and its caller gets the second answer', async () => {
  const answer = send('/hangs', { method: 'GET' })
  jest.advanceTimersByTime(600)
  makeAgain()
  await jest.advanceTimersByTimeAsync(0)
  expect(calls).toHaveLength(2)
  calls[1]!.answer()
  expect(await (await answer).text()).toBe('here')
})

test('a sign-in renewal that hangs is retried, so that somebody who wakes with an old token does not wait for it', async () => {
  const renewed = renew()
  jest.advanceTimersByTime(600)
  makeAgain()
  await jest.advanceTimersByTimeAsync(0)
  expect(calls).toHaveLength(2)
  calls[1]!.answer()
  await renewed
})

test('neither what was just sent nor what changes something is sent twice', async () => {
  void send('/changes', { method: 'POST' })
  jest.advanceTimersByTime(600)
  void send('/fresh', { method: 'GET' })
  makeAgain()
  await jest.advanceTimersByTimeAsync(0)
  expect(calls.map(({ method }) => method)).toEqual(['POST', 'GET'])
})

test('a read whose caller gives up is not retried', async () => {
  const caller = new AbortController()
  const answer = send('/given-up', { method: 'GET', signal: caller.signal })
  jest.advanceTimersByTime(600)
  caller.abort()
  makeAgain()
  await expect(answer).rejects.toThrow()
  expect(calls).toHaveLength(1)
})

const path = { params: { id: 'c1' } }

test('an idempotent call is retried after waking, whatever it changes; one that creates something is not', async () => {
  const accepted = request(acceptConversation, { ...path, body: {} })
  const declined = request(declineOffer, { ...path, body: { offerId: 'o1', clientActionId: 'a1' } })
  void request(createChannelKey, { params: { id: 'c1' }, body: {} })
  jest.advanceTimersByTime(600)
  makeAgain()
  await jest.advanceTimersByTimeAsync(0)
  expect(calls.map(({ address }) => address.split('/').at(-1))).toEqual([
    ...['accept', 'decline', 'keys', 'accept', 'decline']
  ])
  for (const { answer } of calls.slice(3)) answer()
  await Promise.all([accepted, declined])
})

describe('while packets vanish silently', () => {
  test('hanging calls release their connections, and are repeated with the first answer to anything', async () => {
    const answer = send('/hangs', { method: 'GET' })
    jest.advanceTimersByTime(600)
    holdCalls()
    void send('/asked-meanwhile', { method: 'GET' })
    void send('/probe', { method: 'POST' })
    await jest.advanceTimersByTimeAsync(5000)
    expect(calls.map(({ address }) => address)).toEqual(['/hangs', '/probe'])
    calls[1]!.answer()
    await jest.advanceTimersByTimeAsync(0)
    expect(
      calls
        .slice(2)
        .map(({ address }) => address)
        .toSorted()
    ).toEqual(['/asked-meanwhile', '/hangs'])
    for (const each of calls) each.answer()
    expect(await (await answer).text()).toBe('here')
  })

  test('a held call ends when its caller gives up, and was never sent', async () => {
    holdCalls()
    const caller = new AbortController()
    const answer = send('/held', { method: 'GET', signal: caller.signal })
    caller.abort()
    await expect(answer).rejects.toThrow()
    letCallsGo()
    await jest.advanceTimersByTimeAsync(0)
    expect(calls).toEqual([])
  })
})
