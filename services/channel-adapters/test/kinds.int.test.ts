import { startCallbackServer } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { startAdapters } from './adapters-fixture.ts'
import { aDelivery } from './builders.ts'

test('an answer on a channel of a kind that no process serves waits, in order, for one that does', async () => {
  await using callback = await startCallbackServer()
  await using adapters = await startAdapters(import.meta.url, { callbackUrl: callback.url })
  await using other = await adapters.startOne({ CHANNEL_KINDS: ['webchat'] })
  await adapters.request(aDelivery('c1', 'm1'), aDelivery('c1', 'm2'))
  // the other kind continues concurrently
  const chat = { id: 'chat', kind: 'webchat' as const, name: 'Chat' }
  await adapters.request(aDelivery('c2', 'm3', { channel: chat }))
  await waitFor(async () => (await adapters.attempts()).has('m3'))
  expect([...(await adapters.attempts()).keys()]).toEqual(['m3'])
  expect(callback.received).toEqual([])
  await other[Symbol.asyncDispose]()

  await using _ = await adapters.startOne({ CHANNEL_KINDS: ['api', 'email'] })
  await waitFor(() => callback.ids().length === 2)
  expect(callback.ids()).toEqual(['m1', 'm2'])
}, 60_000)

test('an answer requested by an older version of queue, without its kind, leaves as well', async () => {
  await using callback = await startCallbackServer()
  await using adapters = await startAdapters(import.meta.url, { callbackUrl: callback.url })
  await using _ = await adapters.startOne()
  await adapters.requestAsBefore(aDelivery('c1', 'm1'))
  await waitFor(() => callback.ids().length === 1)
  expect(callback.ids()).toEqual(['m1'])
}, 60_000)

test('a process leaves alone what another one is delivering for a kind that it does not serve, even after that one has died', async () => {
  await using callback = await startCallbackServer()
  await using adapters = await startAdapters(import.meta.url, { callbackUrl: callback.url })
  callback.answers(() => ({ status: 503 }))
  const one = await adapters.startOne({ CHANNEL_KINDS: ['api'] })
  await using other = await adapters.startOne({ CHANNEL_KINDS: ['webchat'] })
  await adapters.request(aDelivery('c1', 'm1'))
  await waitFor(() => callback.received.length >= 1)
  await one[Symbol.asyncDispose]()
  const [tried] = (await adapters.attempts()).values()
  // longer than the other one takes to look for what was left behind
  const until = Date.now() + 6000
  await waitFor(() => Date.now() > until)
  expect([...(await adapters.attempts()).values()]).toEqual([tried])
  expect((await adapters.health(other.url)).state).toBe('connected')
}, 60_000)
