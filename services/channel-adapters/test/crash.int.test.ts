import { startCallbackServer } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { startAdapters } from './adapters-fixture.ts'
import { aDelivery } from './builders.ts'

test('I13, I15, I16: what a process that died was delivering is delivered by another, with the same id, in order', async () => {
  await using callback = await startCallbackServer()
  await using adapters = await startAdapters(import.meta.url, { callbackUrl: callback.url })
  {
    await using dying = adapters.spawnOne('delivery.afterSend')
    await adapters.request(aDelivery('c1', 'm1'), aDelivery('c1', 'm2'))
    expect(await dying.ended).toBe('SIGKILL')
  }
  expect(callback.ids()).toEqual(['m1'])
  await using _ = await adapters.startOne()
  await waitFor(() => adapters.toldOf('m2')[0], { timeoutMs: 60_000 })
  expect(callback.ids()).toEqual(['m1', 'm1', 'm2'])
  expect(adapters.told.map(({ data }) => data.messageId)).toEqual(['m1', 'm2'])
}, 120_000)

test('I16, I17: two concurrent processes deliver each answer once, in order', async () => {
  await using callback = await startCallbackServer()
  await using adapters = await startAdapters(import.meta.url, { callbackUrl: callback.url })
  await using _one = await adapters.startOne()
  await using _other = await adapters.startOne()
  const asked = Array.from({ length: 100 }, (_, n) => aDelivery(`c${n % 5}`, `m${n}`))
  await adapters.request(...asked)
  await waitFor(() => adapters.told.length === asked.length, { timeoutMs: 60_000 })
  expect(new Set(callback.ids()).size).toBe(callback.ids().length)
  for (let n = 0; n < 5; n++) {
    const ids = callback.received.filter(({ body }) => body.data.conversationId === `c${n}`).map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1))))
  }
}, 120_000)

test('a channel whose address leads into our own network is not called', async () => {
  await using callback = await startCallbackServer()
  const settings = { callbackUrl: callback.url.replace('127.0.0.1', 'localhost') }
  await using adapters = await startAdapters(import.meta.url, settings, { OUTBOUND_ALLOWED_NETWORKS: ['10.9.0.0/16'] })
  await using service = await adapters.startOne()
  await adapters.request(aDelivery('c1', 'm1'))
  const health = await waitFor(async () => {
    const seen = await adapters.health(service.url)
    return seen.backlog === 1 && seen
  })
  expect(health.backlog).toBe(1)
  await adapters.request(...Array.from({ length: 5 }, (_, n) => aDelivery(`d${n}`, `n${n}`)))
  const failing = await waitFor(
    async () => {
      const seen = await adapters.health(service.url)
      return seen.state === 'failing' && seen
    },
    { timeoutMs: 30_000 }
  )
  expect(failing.error).toMatch(/^localhost is neither a public address/)
  expect(callback.received).toEqual([])
}, 90_000)
